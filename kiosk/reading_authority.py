"""Who proves to a third-generation card that this terminal may read it, and to the terminal that the card is genuine.

Two routes answer the same question: the bureau's HSM over the network, and a PSAM in a slot of the terminal.
"""

from typing import Protocol

from devices.social_security_card import HsmReply, HsmRequest
from kiosk.backend.line import BureauLine
from kiosk.backend.schemas import ReadingRequest


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
