"""The register of personal data: for what, on which basis and how long each personal column is kept.

Personal Information Protection Law (个人信息保护法) arts. 5-7, 13, 17, 19, 51; GB/T 35273-2020. A new column of
text that is neither here nor in tests/privacy/not_personal.py fails a test: whoever adds it decides.
"""

from dataclasses import dataclass

from app.kit.i18n import N_

DUTY = N_("履行法定职责所必需（《个人信息保护法》第十三条第一款第三项）")
CONTRACT = N_("单位内部人事管理所必需（《个人信息保护法》第十三条第一款第二项）")
SECURITY = N_("网络安全义务所必需（《网络安全法》第二十一条）")

IN_OFFICE = N_("任职期间；离任后账号停用，姓名随公文和审计记录保存")
MEETING = N_("会议结束后6个月，公文中的姓名随公文长期保存")
ARCHIVE = N_("随公文按档案规定长期保存")
MONTH = N_("30天")
DAY = N_("1天")
BUSINESS = N_("事项办结后随业务记录保存")


@dataclass(frozen=True)
class Entry:
    """What one kind of personal data is for. `label` is what a person calls it."""

    label: str
    purpose: str
    basis: str
    retention: str


ACCOUNT = Entry(N_("账号、姓名、职务"), N_("登录、署名、分派和通知"), CONTRACT, IN_OFFICE)
PHONETIC = Entry(N_("姓名拼音"), N_("按拼音和首字母查找同事"), CONTRACT, IN_OFFICE)
CONTACT = Entry(N_("手机号码、电子邮箱"), N_("工作联系和发送通知，仅本镇可见"), CONTRACT, IN_OFFICE)
PASSWORD = Entry(N_("密码摘要"), N_("核验登录；不保存密码本身"), SECURITY, IN_OFFICE)
DEVICE = Entry(N_("登录设备"), N_("本人查看和退出登录中的设备"), SECURITY, MONTH)
FAILURE = Entry(N_("登录失败的账号和网络地址"), N_("防止猜测密码"), SECURITY, DAY)
SIGNER = Entry(N_("拟稿、核稿、签发人姓名和职务"), N_("记明谁在何时确认了文件"), DUTY, ARCHIVE)
DEPUTY = Entry(N_("代签授权依据"), N_("证明代签有效，仅本镇可见"), DUTY, ARCHIVE)
NAMED = Entry(N_("参会人员姓名、单位、职务"), N_("应到名册、签到、会议纪要"), DUTY, MEETING)
PARTICULARS = Entry(N_("参会人员电话、用餐、车牌"), N_("会务安排，仅派出镇和承办镇可见"), DUTY, MEETING)
PRESENTER = Entry(N_("议题汇报人、审定人"), N_("安排议程"), DUTY, ARCHIVE)
RESPONSIBLE = Entry(N_("责任人姓名"), N_("督促落实议定事项"), DUTY, ARCHIVE)
STAFF = Entry(N_("会务联系人、分工人员"), N_("会务联系和分工"), DUTY, MEETING)
BOOKER = Entry(N_("预约联系人姓名、电话"), N_("场地使用联系"), DUTY, BUSINESS)
ON_DUTY = Entry(N_("服务项目的当班人员、咨询电话"), N_("告知居民找谁办、打哪个电话；由提供单位公布"), DUTY, BUSINESS)
WORDS = Entry(N_("自由填写的文字（可能提到个人）"), N_("说明事项本身；页面提示不填写无关个人信息"), DUTY, BUSINESS)
PAPER = Entry(N_("公文内容中的姓名"), N_("公文办理和归档"), DUTY, ARCHIVE)
NOTICE = Entry(N_("发给本人的通知"), N_("告知待办和提醒"), DUTY, BUSINESS)
POSTING = Entry(N_("挂职人员的岗位、目标、批准依据和变更原因"), N_("互派挂职的商定、管理和考核"), CONTRACT, ARCHIVE)
APPRAISAL = Entry(
    N_("挂职考核和鉴定意见、等次"), N_("考核挂职人员；仅本人、带教人和两镇相关负责人可见"), CONTRACT, ARCHIVE
)
FILE = Entry(N_("上传文件的名称（可能含姓名）"), N_("查找和下载文件"), DUTY, BUSINESS)

LOG = Entry(
    N_("交流日志、点评、小结中的文字和照片（可能提到居民）"),
    N_("记录挂职期间的工作和学习；两镇带教人、组织委员和书记阅读，印制成册时隐去居民姓名"),
    DUTY,
    BUSINESS,
)
SERVED = N_("最后一次服务结束后12个月（可由系统设置调整），到期删除；不含姓名电话的统计数字保留")
AGREED = N_("个人同意（《个人信息保护法》第十三条第一款第一项）；敏感个人信息取得单独同意（第二十九条、第三十一条）")
RESIDENT = Entry(
    N_("居民姓名、手机号码、所在镇和社区"),
    N_("服务报名、变更时联系、现场核对；仅户籍镇和提供服务的镇可见"),
    AGREED,
    SERVED,
)
SOUND = Entry(N_("居民姓名拼音"), N_("在柜台按拼音和首字母查找居民"), AGREED, SERVED)
DECLARED = Entry(
    N_("监护人、紧急联系人姓名和电话，就餐等备注"),
    N_("未成年人保护、日间照料安全、备餐送餐；仅服务项目需要时填写"),
    AGREED,
    SERVED,
)
SLIP = Entry(N_("报名取号凭证的摘要"), N_("居民凭取号码和手机号后四位查询、取消报名；不能还原为号码"), AGREED, SERVED)
DRAFT = Entry(N_("日志和总结的草稿"), N_("防止丢失，只有本人可见"), DUTY, N_("提交后立即删除，总结草稿随挂职档案保存"))

SAID = Entry(
    N_("服务评价的文字；要求回电的人的称呼和电话"),
    N_("改进服务、按本人要求回电；不记名，仅服务单位所在镇可见"),
    AGREED,
    BUSINESS,
)
BALLOT = Entry(N_("评价凭证（加密摘要）"), N_("保证每次服务只评价一次；不能还原出是谁评的"), DUTY, BUSINESS)

PERSONAL = {
    "opinion": {"words": SAID, "call_name": SAID, "call_phone": SAID, "ballot": BALLOT, "answer": WORDS},
    "resident": {"name": RESIDENT, "phone": RESIDENT, "phone_last4": RESIDENT, "person_key": SLIP},
    "resident_sound": {"sound": SOUND},
    "sign_up": {"person_key": SLIP, "code": SLIP, "reason": WORDS},
    "declared": {
        "guardian_name": DECLARED,
        "guardian_phone": DECLARED,
        "emergency_name": DECLARED,
        "emergency_phone": DECLARED,
        "note": DECLARED,
    },
    "slip_door": {"lock": SLIP},
    "standing_order": {"person_key": SLIP, "note": DECLARED},
    "order_turn": {"said": WORDS},
    "meal_rest": {"reason": WORDS},
    "impact_assessment": {"summary": WORDS, "kept_where": WORDS},
    "service": {"staff": ON_DUTY, "phone": ON_DUTY, "reason": WORDS},
    "service_session": {"staff": ON_DUTY, "note": WORDS, "reason": WORDS},
    "jotting": {"words": DRAFT, "device": DRAFT},
    "summary_draft": {"text": DRAFT},
    "log_entry": {"done": LOG, "learned": LOG, "suggestion": LOG, "names": LOG},
    "log_photo": {"name": FILE},
    "archive_term": {"reason": WORDS},
    "given_number": {"given_by_name": SIGNER},
    "log_leave": {"note": LOG},
    "log_comment": {"text": LOG},
    "log_month_rating": {"text": LOG},
    "summary": {"text": LOG},
    "lesson": {"title": WORDS, "practice": WORDS, "effect": WORDS, "author_name": SIGNER},
    "lesson_file": {"name": FILE},
    "lesson_use": {"result": WORDS},
    "person": {"login": ACCOUNT, "name": ACCOUNT, "post": ACCOUNT, "phonetic": PHONETIC},
    "contact": {"phone": CONTACT, "email": CONTACT},
    "credential": {"password_hash": PASSWORD},
    "sign_in_session": {"device": DEVICE},
    "failed_sign_in": {"login": FAILURE, "address": FAILURE},
    "door_knock": {"address_hash": FAILURE},
    "knock": {"address_hash": FAILURE},
    "authorisation": {"basis": DEPUTY},
    "notice": {"title": NOTICE, "text": NOTICE},
    "shared_file": {"name": FILE},
    "private_file": {"name": FILE},
    "topic_paper": {"name": FILE},
    "topic_draft_paper": {"name": FILE},
    "consent": {"title": PAPER, "content": PAPER, "closing_reason": WORDS},
    "consent_basis": {"committee": SIGNER, "legal_review": SIGNER},
    "consent_key": {"turned_by_name": SIGNER, "post": SIGNER, "signed_for_name": SIGNER},
    "consent_refusal": {"refused_by_name": SIGNER, "post": SIGNER, "reason": WORDS, "counter_text": WORDS},
    "consent_step": {"done_by_name": SIGNER},
    "document": {"title": PAPER, "content": PAPER, "secrecy_checked_by": SIGNER, "steps": SIGNER},
    "call_paper": {"content": PAPER},
    "agreement": {"title": PAPER, "closing_reason": WORDS},
    "agreement_version": {"text": PAPER, "note": WORDS, "author_name": SIGNER},
    "agreement_comment": {"text": WORDS, "author_name": SIGNER, "settled_by_name": SIGNER},
    "agreement_objection": {
        "heading": PAPER,
        "reason": WORDS,
        "counter_text": PAPER,
        "answer": WORDS,
        "settled_by_name": SIGNER,
    },
    "agreement_file": {"name": FILE, "note": WORDS, "author_name": SIGNER},
    "rendition": {"made_by_name": SIGNER},
    "signature": {"signer_name": SIGNER, "post": SIGNER, "signed_for_name": SIGNER},
    "signing_certificate": {"kept_by_name": SIGNER},
    "scan_word": {"person_name": SIGNER, "post": SIGNER, "signed_for_name": SIGNER, "reason": WORDS},
    "seal_grant": {"granted_by_name": SIGNER, "basis": DEPUTY},
    "seal_placing": {"granted_by_name": SIGNER, "placed_by_name": SIGNER},
    "partnership_change": {"content": PAPER},
    "topic": {"title": WORDS, "summary": WORDS, "presenter": PRESENTER, "passed_by": PRESENTER, "reason": WORDS},
    "topic_draft": {"title": WORDS, "summary": WORDS, "presenter": PRESENTER, "reason": WORDS},
    "agenda_item": {"title": WORDS, "presenter": PRESENTER},
    "participant": {"name": NAMED, "unit": NAMED, "post": NAMED},
    "particulars": {"phone": PARTICULARS, "meal": PARTICULARS, "car_plate": PARTICULARS},
    "attendance_entry": {"name": NAMED, "unit": NAMED, "post": NAMED, "note": NAMED},
    "meeting": {"contact_name": STAFF, "contact_phone": STAFF, "reason": WORDS, "title": WORDS},
    "meeting_change": {"reason": WORDS},
    "meeting_room_plan": {"chair": STAFF, "opening": WORDS, "closing": WORDS},
    "duty": {"person": STAFF, "task": WORDS, "content": WORDS},
    "proposal": {"reason": WORDS, "draft": WORDS},
    "rotation_event": {"reason": WORDS},
    "minutes": {"outcomes": PAPER, "closed_followups": PAPER},
    "minutes_correction": {"fixes": PAPER, "reason": WORDS},
    "minutes_revision": {"text": PAPER, "author_name": SIGNER},
    "minutes_version": {"content": PAPER, "asked_by_name": SIGNER},
    "resolution": {"topic": PAPER, "text": PAPER, "unit": RESPONSIBLE, "person": RESPONSIBLE},
    "followup": {"text": PAPER, "person_name": RESPONSIBLE, "unit_name": RESPONSIBLE, "closed_by": RESPONSIBLE},
    "followup_step": {"note": WORDS},
    "errand": {"text": WORDS},
    "errand_step": {"note": WORDS},
    "booking": {
        "title": WORDS,
        "contact_name": BOOKER,
        "contact_phone": BOOKER,
        "team": BOOKER,
        "speaker": BOOKER,
        "outline": WORDS,
        "reason": WORDS,
        "exempt_reason": WORDS,
    },
    "booking_step": {"note": WORDS},
    "policy_change": {"reason": WORDS},
    "booking_series": {"title": WORDS},
    "series_step": {"note": WORDS},
    "appraisal": {"content": APPRAISAL},
    "appraisal_step": {"text": APPRAISAL, "written_by_name": SIGNER},
    "midterm": {"progress": APPRAISAL, "advice": APPRAISAL, "made_by_name": SIGNER},
    "year_sheet": {"performance": APPRAISAL, "attendance": APPRAISAL, "made_by_name": SIGNER},
    "circular": {"content": PAPER},
    "posting_change": {"reason": POSTING},
    "filing": {"reason": POSTING},
    "handover_tick": {"note": WORDS},
    "stand_in": {"duties": WORDS},
    "secondment": {"basis": POSTING, "goals": POSTING, "end_reason": POSTING},
    "ledger_entry": {"detail": WORDS, "reason": WORDS},
}


def entries() -> list[Entry]:
    """Every kind of personal data once, in the order of the register."""
    return list(dict.fromkeys(entry for columns in PERSONAL.values() for entry in columns.values()))
