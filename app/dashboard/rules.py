"""In which order a person's tasks stand, and how the machine's state reads. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kit.i18n import N_

STALE = timedelta(minutes=1)
BACKUP_AGE = timedelta(hours=26)
JOB_NAMES = {
    "back_up": N_("每日备份"),
    "chase_followups": N_("督办提醒"),
    "chase_minutes": N_("纪要催办"),
    "close_lists": N_("到场名单结清"),
    "close_topics": N_("议题征集截止"),
    "deliver_notices": N_("发送邮件通知"),
    "nudge_logs": N_("交流日志提醒"),
    "make_archives": N_("归档包生成"),
    "make_reports": N_("工作报告生成"),
    "plan_meetings": N_("会议排期"),
    "publish_minutes": N_("纪要印发"),
    "remind": N_("会议提醒"),
    "remind_agreements": N_("协议到期提醒"),
    "remind_sign_ups": N_("次日服务提醒"),
    "render_documents": N_("公文生成"),
    "seal_documents": N_("带印章的打印件"),
    "serve_meals": N_("供餐和长期订餐"),
    "serve_sign_ups": N_("服务报名候补"),
    "forget_residents": N_("到期删除居民信息"),
    "serve_waiters": N_("场地候补"),
    "settle_bookings": N_("预约结算"),
    "settle_services": N_("服务统计和台账登记"),
    "tidy": N_("清理过期会话和记录"),
    "watch_postings": N_("挂职到期和报备提醒"),
}
DEED_FIELDS = {
    "accounts": N_("账号登录"),
    "agenda": N_("会议议程"),
    "appraisals": N_("挂职考核和鉴定"),
    "archives": N_("年度归档"),
    "attendance": N_("会议签到"),
    "calendar": N_("工作日历"),
    "calls": N_("函件与通知"),
    "certificates": N_("签名证书"),
    "changes": N_("会议变更"),
    "circulars": N_("挂职通知"),
    "closures": N_("场地关闭"),
    "concluding": N_("协议编号和生效"),
    "consents": N_("各方确认"),
    "corrections": N_("更正与摘录"),
    "dining": N_("长期订餐"),
    "documents": N_("公文"),
    "drafting": N_("纪要起草"),
    "errands": N_("督办事项"),
    "exchanges": N_("互派挂职"),
    "extensions": N_("挂职延期和提前结束"),
    "feedback": N_("服务评价"),
    "files": N_("材料文件"),
    "filings": N_("挂职报备"),
    "followups": N_("议定事项落实"),
    "grounds": N_("居民信息处理依据"),
    "handovers": N_("挂职交接"),
    "ledger": N_("资源共享台账"),
    "lessons": N_("经验做法"),
    "logbooks": N_("交流日志册"),
    "logs": N_("交流日志"),
    "materials": N_("会议材料"),
    "meals": N_("供餐安排"),
    "meetings": N_("联席会议"),
    "minutes": N_("会议纪要"),
    "notifications": N_("通知"),
    "participants": N_("参会名单"),
    "partnerships": N_("联合体"),
    "people": N_("人员"),
    "photos": N_("场地照片"),
    "planning": N_("会议排期"),
    "programmes": N_("服务场次安排"),
    "proposals": N_("轮值提议"),
    "receipts": N_("参会回执"),
    "registry": N_("各镇信息"),
    "renditions": N_("公文的各种版本"),
    "signing": N_("电子签署"),
    "reports": N_("工作报告"),
    "residents": N_("居民名册"),
    "resolutions": N_("议定事项"),
    "reviews": N_("带教点评"),
    "rights": N_("个人信息请求"),
    "scans": N_("纸质签署扫描件"),
    "seals": N_("印章图片"),
    "secondments": N_("互派挂职"),
    "series": N_("轮值安排"),
    "signups": N_("服务报名"),
    "sharing": N_("共享规则"),
    "spaces": N_("场地预约"),
    "stock": N_("单位和场地导入"),
    "subscriptions": N_("日历订阅"),
    "summaries": N_("挂职小结与总结"),
    "tellings": N_("电话告知"),
    "topics": N_("议题"),
    "towns": N_("各镇信息"),
    "venues": N_("场地"),
    "whereabouts": N_("挂职在岗一览"),
}


@dataclass(frozen=True)
class Task:
    """A line of the home page: what to do, where, until when."""

    kind: str
    title: str
    url: str
    text: str = ""
    due_on: date | None = None
    is_overdue: bool = False
    deed: str = ""


@dataclass(frozen=True)
class JobLine:
    name: str
    every_seconds: int
    next_due_at: datetime | None
    last_at: datetime | None
    done: int
    error: str


@dataclass(frozen=True)
class Check:
    """One thing that the operator watches. `mend` says what to do when it is not well."""

    name: str
    value: str
    is_well: bool
    mend: str = ""


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Overdue first, then what has no day, because somebody waits for it now, then by the day they are due."""
    return sorted(tasks, key=lambda task: (not task.is_overdue, task.due_on or date.min))


def field_of(deed: str) -> str:
    """Which kind of affairs a deed of the audit log belongs to; the empty text when it is unknown."""
    return DEED_FIELDS.get(deed.split(".")[0], "")


def is_alive(beat_at: datetime | None, now: datetime) -> bool:
    """The scheduler beats every few seconds; after a minute of silence it is gone."""
    return beat_at is not None and now - beat_at < STALE
