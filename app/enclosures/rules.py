"""Which annexes can be filled from the product's own data, and the columns they have. Pure."""

from dataclasses import dataclass

from app.kit.i18n import N_


@dataclass(frozen=True)
class Shape:
    """Title, columns and their relative widths; `label` is what the clerk chooses."""

    label: str
    title: str
    words: str
    none: str
    head: tuple[str, ...]
    widths: tuple[int, ...]


SOURCES = {
    "venues": Shape(
        N_("共享场地清单"),
        "共享场地清单",
        "下列场地按照本表所列规则相互开放。",
        "截至本协议起草之日，没有相互开放的场地。",
        ("序号", "所在镇", "管理单位", "场地", "容纳人数", "使用规则"),
        (2, 3, 5, 4, 3, 11),
    ),
    "services": Shape(
        N_("共享服务项目清单"),
        "共享服务项目清单",
        "下列服务项目向签约各镇的居民开放。",
        "截至本协议起草之日，没有相互开放的服务项目。",
        ("序号", "举办镇", "举办单位", "服务项目", "地点", "时间", "服务对象"),
        (2, 3, 5, 4, 4, 5, 5),
    ),
    "postings": Shape(
        N_("互派挂职人员名单"),
        "互派挂职人员名单",
        "下列人员已经商定。",
        "截至本协议起草之日，尚未商定具体人员。",
        ("序号", "姓名", "派出单位", "挂职单位", "挂任职务", "起止日期"),
        (2, 3, 5, 5, 4, 6),
    ),
}
