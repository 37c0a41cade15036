"""Why the bureau says no: each reason with the bureau's own wording for the screen."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    "NO_RECORD": "未查询到您的社会保障卡信息。",
    "CARD_MISMATCH": "插入的社保卡不是您当前有效的卡片。",
    "OTHER_CITY": "此卡非重庆市发行，请到发卡地办理，或拨打12333。",
    "DECEASED": "系统登记的状态与办理条件不符，请到窗口核实。",
    "HSM_REFUSED": "无法确认这张卡片，请到窗口核实。",
    "HSM_UNAVAILABLE": "暂时无法读取第三代社会保障卡，请稍后再试。",
    "KIND_NOT_OFFERED": "暂不能在自助终端办理这种挂失，请到窗口办理。",
    "BUSY": "该社保卡有业务正在办理，请稍后再试。",
    "NEEDS_ID_CARD": "请出示身份证后再办理。",
    "MINOR": "未满16周岁的，请由监护人陪同到窗口办理。",
    "INITIAL_PIN": "没有修改过初始密码的卡不能自助解挂，请到窗口办理。",
    "BANK_NOT_CONNECTED": "该银行没有开通同步挂失，请拨打银行客服电话。",
    "BANK_NOT_ACTIVATED": "银行账户没有激活，无需挂失。",
    "BANK_ALREADY_LOST": "银行账户已经挂失，无需重复办理。",
    "BANK_CLOSED": "银行账户已经销户，无需挂失。",
    "NO_PHONE": "没有登记手机号，无法发送验证码，请到窗口办理。",
    "SMS_TOO_OFTEN": "验证码发送过于频繁，请稍后再试。",
    "SMS_WRONG": "验证码不正确，请重新输入。",
    "SMS_USED_UP": "验证码错误次数过多，请重新获取验证码。",
    "SMS_EXPIRED": "验证码已失效，请重新获取验证码。",
    "PROOF_NEEDED": "请先核验身份后再办理。",
    "PROOF_EXPIRED": "身份核验已失效，请重新核验。",
    "NOT_ACTIVATED": "您的社保卡尚未启用，请先办理启用。",
    "ALREADY_ACTIVE": "您的社保卡已启用，无需重复办理。",
    "CARD_LOST": "您的社保卡已挂失，暂不能办理此业务。",
    "CARD_LOCKED": "您的社保卡已锁定，请先办理解锁。",
    "NOT_LOST": "您的社保卡没有挂失，无需解挂。",
    "UNDO_NOT_ALLOWED": "正式挂失后不能解挂，请办理补领。",
    "ALREADY_LOCKED": "您的社保卡已经锁定，无需重复办理。",
    "NOT_LOCKED": "您的社保卡没有锁定，无需解锁。",
    "CARD_CANCELLED": "该社保卡已注销。",
    "ALREADY_LOST": "您的社保卡已挂失，无需重复办理。",
    "REPLACEMENT_PENDING": "您已申请补换卡，原卡不能再解挂或使用。",
    "NEED_FORMAL_LOSS": "补领前请先办理正式挂失。",
    "NEED_OLD_CARD": "换领需交回原卡。卡片已遗失的，请办理挂失补领。",
    "HAS_CARD": "您已有社会保障卡，无需申领。",
    "APPLICATION_PENDING": "您的社保卡申请正在办理，无需重复提交。",
    "NOT_INSURED": "没有查到您在重庆的参保信息，暂不能申领。",
    "NO_PHOTO": "没有您的留存照片，请到窗口拍照后申请。",
    "REASON_NOT_OFFERED": "这张卡不符合所选的换卡原因。",
    "SAME_BANK": "所选银行就是现在的发卡银行，请选择其他银行。",
    "CHOICE_NOT_OFFERED": "所选的银行或领卡网点已不能选择，请重新选择。",
    "BENEFIT_ON_CARD": "您的待遇发放到这张卡，请先办理待遇发放账户变更。",
    "SAME_VALUE": "与现在登记的一致，无需变更。",
    "UPLOAD_TOO_LARGE": "附件过大，没有接收。",
    "UPLOAD_UNREADABLE": "附件不完整，没有接收。",
    "UPLOAD_GONE": "签名已过期，请重新签名。",
    "MARK_OPEN": "上一次密码修改还没有结束，请先确认新密码。",
    "MARK_CLOSED": "这次密码修改的结果已经登记，不能更改。",
    "NO_MARK": "没有找到这次密码修改。",
    "KEY_REUSED": "本次请求与已登记的业务不一致。",
    "SEALED": "该业务已作废，未办理。",
    "NOT_INSURED_IN": "没有这个险种的参保记录。",
    "NO_BENEFIT": "没有正在领取的养老待遇，不能出具待遇领取证明。",
    "RECORD_LIMIT": "这种材料今日打印次数已达上限，请明日再来。",
    "PERIOD_TOO_LONG": "一次最多打印 10 年的记录，请缩短时段。",
    "TOO_MANY_PAGES": "内容超过 20 页，请缩短时段或分险种打印。",
    "RECORD_VOID": "这份材料已作废，请重新打印。",
    "NO_SUCH_RECORD": "没有找到这份材料。",
    "NO_PUBLIC_ADDRESS": "暂不能扫码保存，请到窗口领取。",
    "NO_SUCH_LINE": "没有找到这一行缴费记录。",
    "ALREADY_DISPUTED": "这一行已经提出过核对申请，无需重复提出。",
    "NO_REFERENCE": "没有查到这个受理号，请核对后重新输入。",
    "ALREADY_REQUESTED": "这个事项已经登记过帮办，请等待工作人员联系。",
    "STAFF_WRONG": "工号或密码不正确。",
    "STAFF_EXPIRED": "登录超时，请重新登录。",
    "STAFF_LOCKED": "错误次数过多，请一小时后再试，或联系管理员。",
    "RATE_LIMITED": "查询次数过多，请稍后再试。",
}
"""The bureau's reasons and its wording for each."""


class Refused(Exception):  # noqa: N818 - says what the bureau did
    """The bureau's no, by one of `REFUSALS`."""

    def __init__(self, code: str, tries_left: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.tries_left = tries_left
