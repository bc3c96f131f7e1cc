"""The invented people of the demo, by town."""

from dataclasses import dataclass

from app.accounts.models import Role


@dataclass(frozen=True)
class PersonPlan:
    login: str
    name: str
    post: str
    role: Role
    unit: str = ""  # part of the unit's name; empty: the town's own centre
    phone: str = ""
    may_turn_keys: bool = False


PEOPLE = {
    "D": (
        PersonPlan("shenweidong", "沈卫东", "党委书记", Role.SECRETARY, phone="13800550101", may_turn_keys=True),
        PersonPlan("hejing", "何静", "党政办主任", Role.OFFICE_HEAD, phone="13800550102"),
        PersonPlan("zhumin", "朱敏", "组织委员", Role.ORGANISER, phone="13800550103"),
        PersonPlan("malin", "马琳", "党政办文书", Role.CLERK, phone="13800550104"),
        PersonPlan("chenjianping", "陈建平", "社区工作者", Role.WORKER, "长江新村社区", "13800550105"),
        PersonPlan("luyao", "陆瑶", "社区工作者", Role.WORKER, "江口村", "13800550106"),
        PersonPlan("linfang", "林芳", "社区工作者", Role.WORKER, "永隆新村", "13800550107"),
        PersonPlan("nidekun", "倪德堃", "党群服务中心主任", Role.MENTOR, phone="13800550108"),
        PersonPlan("guping", "顾平", "安全审计员", Role.AUDITOR, phone="13800550109"),
    ),
    "Q": (
        PersonPlan("xujianguo", "徐建国", "党委书记", Role.SECRETARY, phone="13900660201", may_turn_keys=True),
        PersonPlan("tanghua", "汤华", "党政办主任", Role.OFFICE_HEAD, phone="13900660202"),
        PersonPlan("shilei", "施蕾", "组织委员", Role.ORGANISER, phone="13900660203"),
        PersonPlan("yanping", "严萍", "党政办文书", Role.CLERK, phone="13900660204"),
        PersonPlan("qianxiaolong", "钱小龙", "社区工作者", Role.WORKER, "兴隆社区", "13900660205"),
        PersonPlan("huangyue", "黄玥", "社区工作者", Role.WORKER, "启隆村", "13900660206"),
        PersonPlan("yuanchong", "袁翀", "社区工作者", Role.WORKER, "兴隆社区", "13900660207"),
        PersonPlan("wangzhe", "王喆", "党群服务中心主任", Role.MENTOR, phone="13900660208"),
        PersonPlan("longtianlong", "龙天䶮", "安全审计员", Role.AUDITOR, phone="13900660209"),
    ),
}
OPERATOR = PersonPlan("operator", "系统管理员", "", Role.OPERATOR)
PHONES = {plan.login: plan.phone for plans in PEOPLE.values() for plan in plans}
