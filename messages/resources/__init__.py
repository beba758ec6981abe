"""Emergency and crisis lines by country: dated data the operator renews."""
