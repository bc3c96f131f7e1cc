"""What goes out to a group: a service or a session as plain text, time, place, what to bring, whom to ask."""

from collections.abc import Sequence

from sqlmodel import Session

from app.services import queries as services
from app.services.models import Service
from app.sessions import queries, rules
from app.sessions.models import ServiceSession
from app.sessions.queries import Line

SHOWN = 6


def text_of(session: Session, occasion: ServiceSession, service: Service, address: str) -> str:
    line, said = queries.line_of(session, occasion), services.line_of(session, service)
    places = f"共{line.places}个，还剩{line.left}个" if service.by_sign_up else ""
    rows = [
        ("时间", line.when),
        ("地点", line.place),
        ("地址", said.address),
        ("服务对象", service.eligibility),
        ("请带好", service.bring),
        ("名额", places),
        ("报名截止", str(rules.moment(occasion.last_call)) if service.by_sign_up else ""),
        ("说明", occasion.note),
        ("咨询电话", said.phone),
        ("报名" if service.by_sign_up else "详情", address),
    ]
    return rules.plain_text(rows, f"{line.unit_name} {line.title}")


def text_of_service(session: Session, service: Service, ahead: Sequence[Line], address: str) -> str:
    """With the next sessions."""
    said = services.line_of(session, service)
    coming = [f"　{line.when}" + (f"（{line.label}）" if line.label else "") for line in ahead if line.is_open][:SHOWN]
    rows = [
        ("内容", service.description),
        ("服务对象", service.eligibility),
        ("时间", service.hours),
        ("地点", said.place),
        ("地址", said.address),
        ("请带好", service.bring),
        ("近期场次", "\n" + "\n".join(coming) if coming else ""),
        ("咨询电话", said.phone),
        ("详情", address),
    ]
    return rules.plain_text(rows, f"{said.unit_name} {service.name}")
