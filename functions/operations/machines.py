"""The programs a clinic calls the API with: let in and shut out."""

from functions.ports import Store
from functions.ports_access import Access, Machine, Machines, Secret
from functions.roles import Permission

EVERY_SCOPE = frozenset(one for one in Permission if one.scope is not None)


def let_in(
    store: Store, access: Access, machines: Machines, machine: tuple[str, str], *, may: frozenset[Permission]
) -> Secret:
    """`machine` is the clinic and the label. The record comes before the gateway's list: a machine that is let in and
    not on record is refused all the same."""
    clinic_id, label = machine
    made = machines.create(name=f"{clinic_id} {label}", permissions=may)
    access.save_machine(Machine(client_id=made.client_id, clinic_id=clinic_id, label=label))
    admit_all(store, access, machines)
    return made


def shut_out(store: Store, access: Access, machines: Machines, clinic_id: str, client_id: str) -> bool:
    """The record first: from then on it is refused. False for a machine that is not this clinic's."""
    known = access.machine(client_id)
    if known is None or known.clinic_id != clinic_id:
        return False
    access.remove_machine(clinic_id, client_id)
    machines.remove(client_id)
    admit_all(store, access, machines)
    return True


def admit_all(store: Store, access: Access, machines: Machines) -> list[Machine]:
    """Tells the gateway of every machine on record, and returns them. Safe to repeat, and to be repeated after a deploy
    that changed the authorizer, which leaves the console alone in its list."""
    known = [one for clinic_id in store.clinics() for one in access.machines_of(clinic_id)]
    machines.admit(frozenset(one.client_id for one in known))
    return known
