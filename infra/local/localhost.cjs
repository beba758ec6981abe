// Names under .localhost are this machine. Node asks the resolver, which knows only the bare name.
"use strict";

const dns = require("node:dns");

const lookup = dns.lookup;
dns.lookup = (name, ...rest) => lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest);
