"""Patients; their numbers are sealed, and matched by a keyed hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from telemed.domain.errors import NotFound
from telemed.domain.ids import AccountId, FacilityId, PatientId
from telemed.domain.patient import Details, IdentifierSystem, Patient, PatientIdentifier, normalised
from telemed.domain.people import Sex
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import consultations, patient_identifiers, patients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.storage.vault import Vault

P = patients.c
N = patient_identifiers.c


class PatientStore:
    """Repository of patients."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def get(self, patient_id: PatientId) -> Patient:
        """Find one. Raises NotFound."""
        found = await self.of_ids([patient_id])
        if patient_id not in found:
            raise NotFound("patient")
        return found[patient_id]

    async def of_ids(self, ids: Iterable[PatientId]) -> dict[PatientId, Patient]:
        """Find several."""
        wanted = set(ids)
        rows = (await self._connection.execute(select(patients).where(P.id.in_(wanted)))).mappings().all()
        numbers = await self._identifiers(wanted)
        return {PatientId(row["id"]): _patient(row, numbers.get(row["id"], ())) for row in rows}

    async def by_number(self, value: str) -> tuple[Patient, ...]:
        """Find by a whole number of any kind."""
        hashes = [self._match(PatientIdentifier(system, value)) for system in IdentifierSystem]
        ids = await self._connection.scalars(select(N.patient_id).where(N.value_hash.in_(hashes)))
        return tuple((await self.of_ids({PatientId(found) for found in ids})).values())

    async def by_name(
        self, start: str, *, facility_id: FacilityId | None, account_id: AccountId, limit: int
    ) -> tuple[Patient, ...]:
        """Find by the beginning of a name among those registered at a facility, or seen in own cases."""
        own_cases = select(consultations.c.patient_id).where(consultations.c.account_id == account_id)
        query = (
            select(P.id)
            .where(P.name.startswith(start, autoescape=True))
            .where(or_(P.registered_at_facility == facility_id, P.id.in_(own_cases)))
            .order_by(P.name, P.id)
            .limit(limit)
        )
        ids = [PatientId(found) for found in await self._connection.scalars(query)]
        found = await self.of_ids(ids)
        return tuple(found[patient_id] for patient_id in ids)

    async def add(self, patient: Patient) -> None:
        """Insert one with its numbers. Raises AlreadyExists for a number in use."""
        await insert(self._connection, patients, _values(patient))
        for identifier in patient.identifiers:
            await insert(self._connection, patient_identifiers, self._sealed(patient.id, identifier))

    async def save(self, patient: Patient) -> None:
        """Update one, numbers aside. Raises StaleVersion."""
        await save(self._connection, patients, patient.id, patient.version, _values(patient))

    async def _identifiers(self, ids: set[PatientId]) -> dict[str, tuple[PatientIdentifier, ...]]:
        query = select(patient_identifiers).where(N.patient_id.in_(ids)).order_by(N.system)
        found: dict[str, tuple[PatientIdentifier, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            system = IdentifierSystem(row["system"])
            value = self._vault.unseal(row["value_sealed"], system.value).decode()
            found[row["patient_id"]] = (
                *found.get(row["patient_id"], ()),
                PatientIdentifier(system, value),
            )
        return found

    def _sealed(self, patient_id: PatientId, identifier: PatientIdentifier) -> dict[str, object]:
        clean = normalised(identifier)
        return {
            "patient_id": patient_id,
            "system": clean.system.value,
            "value_hash": self._match(clean),
            "value_sealed": self._vault.seal(clean.value.encode(), clean.system.value),
        }

    def _match(self, identifier: PatientIdentifier) -> str:
        return self._vault.match(normalised(identifier).value, identifier.system.value)


def _values(patient: Patient) -> dict[str, object]:
    return {
        "id": patient.id,
        "version": patient.version,
        "name": patient.name,
        "sex": patient.sex.value,
        "birth_date": patient.birth_date,
        "details": to_json(patient.details),
        "is_identity_unknown": patient.is_identity_unknown,
        "registered_by": patient.registered_by,
        "registered_at_facility": patient.registered_at_facility,
    }


def _patient(row: RowMapping, identifiers: tuple[PatientIdentifier, ...]) -> Patient:
    return Patient(
        id=PatientId(row["id"]),
        version=row["version"],
        name=row["name"],
        sex=Sex(row["sex"]),
        birth_date=row["birth_date"],
        identifiers=identifiers,
        details=from_json(row["details"], Details),
        is_identity_unknown=row["is_identity_unknown"],
        registered_by=AccountId(row["registered_by"]) if row["registered_by"] else None,
        registered_at_facility=(
            FacilityId(row["registered_at_facility"]) if row["registered_at_facility"] else None
        ),
    )
