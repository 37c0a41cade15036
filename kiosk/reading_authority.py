"""Who proves to a third-generation card that this terminal may read it, and to the terminal that the card is genuine.

Two routes answer the same question: the bureau's HSM over the network, and a PSAM in a slot of the terminal.
"""

from typing import Protocol

from devices.card_data import Algorithm
from devices.card_reader import CardReader
from devices.faults import DeviceError
from devices.psam import PsamSettings, authorise
from devices.return_codes import CODES, USE_THE_HSM
from devices.social_security_card import HsmReply, HsmRequest
from kiosk.backend.line import BureauLine
from kiosk.backend.schemas import ReadingRequest
from kiosk.device import FAULTS as OF_ANY_DEVICE
from kiosk.device import Device
from kiosk.log import EventLog
from kiosk.tables import PsamTable

TO_THE_HSM = frozenset({*(CODES[code] for code in USE_THE_HSM), *OF_ANY_DEVICE})
"""After these of the PSAM's faults the HSM is asked (LD/T 33); a slot that does not answer in time is one without."""


class ReadingAuthority(Protocol):
    """One route; what it cannot answer it raises as `BackendError` or `DeviceError`."""

    async def authorise(self, request: HsmRequest) -> HsmReply:
        """Both authentication values for what the card said (LD/T 33, iReadCardBas_HSM_Step1 and _Step2)."""
        ...


class HsmRoute:
    """The bureau's HSM, asked through the back end."""

    def __init__(self, bureau: BureauLine) -> None:
        self._bureau = bureau

    async def authorise(self, request: HsmRequest) -> HsmReply:
        """See `ReadingAuthority.authorise`."""
        asked = ReadingRequest(
            area=request.area,
            reset_info=request.reset_info,
            algorithm=request.algorithm,
            identifier=request.identifier,
            internal_factor=request.internal_factor,
            internal_raw=request.internal_raw,
            external_factor=request.external_factor,
            external_raw=request.external_raw,
        )
        answer = await self._bureau.call("hsm_reading", lambda bureau: bureau.authorise_reading(asked))
        return HsmReply(internal_auth=answer.internal_auth, external_auth=answer.external_auth)


class PsamRoute:
    """The PSAM in its slot, chosen first where there is one; what it cannot do, `otherwise` is asked for."""

    def __init__(
        self,
        slot: Device[CardReader],
        settings: PsamSettings,
        otherwise: ReadingAuthority,
        log: EventLog,
        *,
        seconds: float,
    ) -> None:
        self._slot = slot
        self._settings = settings
        self._otherwise = otherwise
        self._log = log
        self._seconds = seconds

    async def authorise(self, request: HsmRequest) -> HsmReply:
        """See `ReadingAuthority.authorise`."""
        try:
            return await self._slot.call(lambda slot: authorise(slot, self._settings, request), self._seconds)
        except DeviceError as error:
            self._log.write("psam.failed", fault=error.fault.id, detail=error.detail)
            if error.fault not in TO_THE_HSM:
                raise
        return await self._otherwise.authorise(request)


def psam_settings(table: PsamTable) -> PsamSettings:
    """What kiosk.toml says of the module."""
    return PsamSettings(
        algorithm=Algorithm[table.algorithm.upper()],
        levels=table.levels,
        usage=table.usage,
        internal_key=table.internal_key,
        reading_key=table.reading_key,
        cipher_p1=table.cipher_p1,
        environment=int(table.environment, 16) if table.environment else None,
    )
