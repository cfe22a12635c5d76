"""Opinions; a signed version can only be added, and only its state may change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId, InvitationId, OpinionId, PractitionerId
from telemed.domain.opinion import (
    Draft,
    Opinion,
    OpinionContent,
    OpinionState,
    OpinionVersion,
    Signature,
    VersionState,
)
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import opinion_versions, opinions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

O = opinions.c  # noqa: E741  short for a column collection
V = opinion_versions.c


class OpinionStore:
    """Repository of opinions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, opinion_id: OpinionId) -> Opinion:
        """Find one. Raises NotFound."""
        rows = await self._connection.execute(select(opinions).where(O.id == opinion_id))
        found = await self._with_versions(rows.mappings().all())
        if not found:
            raise NotFound("opinion")
        return found[0]

    async def of_case(self, consultation_id: ConsultationId) -> tuple[Opinion, ...]:
        """List the opinions on a case, oldest first."""
        return (await self.of_cases([consultation_id])).get(consultation_id, ())

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[Opinion, ...]]:
        """List the opinions on several cases."""
        query = select(opinions).where(O.consultation_id.in_(set(ids))).order_by(O.id)
        found: dict[ConsultationId, tuple[Opinion, ...]] = {}
        for opinion in await self._with_versions((await self._connection.execute(query)).mappings().all()):
            found[opinion.consultation_id] = (*found.get(opinion.consultation_id, ()), opinion)
        return found

    async def all_signed(self) -> tuple[Opinion, ...]:
        """List every opinion that has a signed version, for verification."""
        signed = select(V.opinion_id)
        rows = await self._connection.execute(select(opinions).where(O.id.in_(signed)).order_by(O.id))
        return tuple(await self._with_versions(rows.mappings().all()))

    async def add(self, opinion: Opinion) -> None:
        """Insert one. Raises AlreadyExists when the author has one on this case."""
        await insert(self._connection, opinions, _values(opinion))
        for version in opinion.versions:
            await insert(self._connection, opinion_versions, _version_values(opinion.id, version))

    async def save(self, opinion: Opinion) -> Opinion:
        """Update one, add versions that are new, note states of versions. Raises StaleVersion."""
        await save(self._connection, opinions, opinion.id, opinion.version, _values(opinion))
        query = select(V.number, V.state).where(V.opinion_id == opinion.id)
        known = {int(row[0]): str(row[1]) for row in await self._connection.execute(query)}
        for version in opinion.versions:
            if version.number not in known:
                await insert(self._connection, opinion_versions, _version_values(opinion.id, version))
            elif known[version.number] != version.state.value:
                await self._connection.execute(
                    update(opinion_versions)
                    .where(V.opinion_id == opinion.id, V.number == version.number)
                    .values(state=version.state.value, issued_at=version.issued_at)
                )
        return replace(opinion, version=opinion.version + 1)

    async def _with_versions(self, rows: Iterable[RowMapping]) -> list[Opinion]:
        kept = list(rows)
        query = (
            select(opinion_versions)
            .where(V.opinion_id.in_([row["id"] for row in kept]))
            .order_by(V.opinion_id, V.number)
        )
        versions: dict[str, tuple[OpinionVersion, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            versions[row["opinion_id"]] = (*versions.get(row["opinion_id"], ()), _version(row))
        return [_opinion(row, versions.get(row["id"], ())) for row in kept]


def _values(opinion: Opinion) -> dict[str, object]:
    return {
        "id": opinion.id,
        "version": opinion.version,
        "consultation_id": opinion.consultation_id,
        "invitation_id": opinion.invitation_id,
        "author_id": opinion.author_id,
        "state": opinion.state.value,
        "draft": to_json(opinion.draft) if opinion.draft is not None else None,
    }


def _opinion(row: RowMapping, versions: tuple[OpinionVersion, ...]) -> Opinion:
    return Opinion(
        id=OpinionId(row["id"]),
        version=row["version"],
        consultation_id=ConsultationId(row["consultation_id"]),
        invitation_id=InvitationId(row["invitation_id"]),
        author_id=PractitionerId(row["author_id"]),
        state=OpinionState(row["state"]),
        draft=from_json(row["draft"], Draft) if row["draft"] is not None else None,
        versions=versions,
    )


def _version_values(opinion_id: OpinionId, version: OpinionVersion) -> dict[str, object]:
    signature = version.signature
    return {
        "opinion_id": opinion_id,
        "number": version.number,
        "state": version.state.value,
        "content": to_json(version.content),
        "amended_because": version.amended_because,
        "canonical": version.canonical,
        "content_hash": version.content_hash,
        "signer_id": signature.practitioner_id,
        "signed_at": signature.signed_at,
        "algorithm": signature.algorithm,
        "key_id": signature.key_id,
        "public_key": signature.public_key,
        "signature": signature.value,
        "issued_at": version.issued_at,
    }


def _version(row: RowMapping) -> OpinionVersion:
    signature = Signature(
        practitioner_id=PractitionerId(row["signer_id"]),
        signed_at=row["signed_at"],
        algorithm=row["algorithm"],
        key_id=row["key_id"],
        public_key=row["public_key"],
        value=row["signature"],
    )
    return OpinionVersion(
        number=row["number"],
        state=VersionState(row["state"]),
        content=from_json(row["content"], OpinionContent),
        amended_because=row["amended_because"],
        canonical=row["canonical"],
        content_hash=row["content_hash"],
        signature=signature,
        issued_at=row["issued_at"],
    )
