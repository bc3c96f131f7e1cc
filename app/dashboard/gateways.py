"""The machine under the product: disk, backups, fonts, mail. Read only."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.dashboard.rules import BACKUP_AGE, Check, is_alive
from app.kit import backup
from app.kit.clock import TOWN_TIME, chinese_date, wall_time
from app.kit.i18n import N_
from app.kit.models import SchedulerLease

GIB = 2**30
NO_TEXTS = N_("本系统没有短信通道：服务前一天提醒代为报名的工作人员，由其电话通知居民；自行报名的居民请凭短码查询")
LEAST_FREE = 1 * GIB


def checks(settings: Mapping[str, Any], engine: sa.Engine, lease: SchedulerLease | None, now: datetime) -> list[Check]:
    return [
        _scheduler(lease, now),
        Check(N_("数据库"), engine.dialect.name, True),
        _disk(settings),
        _backup(settings, now),
        Check(N_("公文字体"), "", settings["FONTS_CONF"].exists(), N_("请运行 flask doctor 查看缺少的字体")),
        _mail(settings),
        Check(N_("居民短信提醒"), "", False, NO_TEXTS),
    ]


def _scheduler(lease: SchedulerLease | None, now: datetime) -> Check:
    beat_at = lease.beat_at if lease else None
    value = f"{chinese_date(beat_at)} {wall_time(beat_at)}" if beat_at else ""
    mend = N_("定时任务未运行：提醒、公文生成和备份都会停止，请重新启动")
    return Check(N_("定时任务"), value, is_alive(beat_at, now), mend)


def _disk(settings: Mapping[str, Any]) -> Check:
    free = shutil.disk_usage(settings["VAR"]).free
    return Check(N_("磁盘剩余空间"), f"{free / GIB:.1f} GB", free > LEAST_FREE, N_("请清理磁盘或扩容"))


def _backup(settings: Mapping[str, Any], now: datetime) -> Check:
    newest = next(iter(backup.list_backups(settings["VAR"] / "backups")), None)
    mend = N_("最近一天没有备份，请运行 flask backup 并查看下方的任务记录")
    if newest is None:
        return Check(N_("最近备份"), "", False, mend)
    made_at = datetime.fromtimestamp(newest.stat().st_mtime, TOWN_TIME)
    size = newest.stat().st_size / 2**20
    return Check(
        N_("最近备份"),
        f"{chinese_date(made_at)} {wall_time(made_at)}（{size:.1f} MB）",
        now - made_at < BACKUP_AGE,
        mend,
    )


def _mail(settings: Mapping[str, Any]) -> Check:
    host = settings.get("SMTP_HOST", "")
    return Check(N_("邮件通知"), host, bool(host), N_("尚未配置邮件服务器，通知只在本系统内显示"))
