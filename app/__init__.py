"""The application, read from top to bottom: settings, database, guards, then one blueprint per domain."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import app.tables  # noqa: F401  # the guard must know every table
from app import commands
from app.accounts import guards
from app.accounts import routes as accounts
from app.adjusting import routes as adjusting
from app.agenda import routes as agenda
from app.amending import routes as amending
from app.appraisals import routes as appraisals
from app.archives import routes as archives
from app.arrivals import routes as arrivals
from app.attendance import routes as attendance
from app.audit import actions as audit
from app.balance import routes as balance
from app.booked import routes as booked
from app.calendar import routes as calendar
from app.calls import routes as calls
from app.certificates import routes as certificates
from app.changes import routes as changes
from app.circulars import routes as circulars
from app.clauses import routes as clauses
from app.closures import routes as closures
from app.concluding import routes as concluding
from app.convenience import routes as convenience
from app.corrections import routes as corrections
from app.counter import routes as counter
from app.dashboard import routes as dashboard
from app.desk import routes as desk
from app.dining import routes as dining
from app.documents import routes as documents
from app.drafting import routes as drafting
from app.enrolment import routes as enrolment
from app.errands import routes as errands
from app.exchanges import routes as exchanges
from app.extensions import routes as extensions
from app.feedback import routes as feedback
from app.files import gateways as files_store
from app.files import routes as files
from app.filings import routes as filings
from app.finding import routes as finding
from app.followups import routes as followups
from app.grounds import gateways as ground_period
from app.grounds import routes as grounds
from app.handovers import routes as handovers
from app.jottings import routes as jottings
from app.kit import fulltext, locale, vault, web
from app.lessons import routes as lessons
from app.logbooks import routes as logbooks
from app.logs import routes as logs
from app.materials import routes as materials
from app.meals import routes as meals
from app.meetings import routes as meetings
from app.minutes import routes as minutes
from app.negotiations import routes as negotiations
from app.notifications import routes as notifications
from app.online import routes as online
from app.partnerships import routes as partnerships
from app.people import routes as people
from app.photos import routes as photos
from app.posters import routes as posters
from app.preferences import routes as preferences
from app.privacy import routes as privacy
from app.programmes import routes as programmes
from app.proposals import routes as proposals
from app.receipts import routes as receipts
from app.recurring import routes as recurring
from app.registry import routes as towns
from app.remarks import routes as remarks
from app.renditions import routes as renditions
from app.reports import routes as reports
from app.residents import routes as residents
from app.resolutions import routes as resolutions
from app.reviews import routes as reviews
from app.rights import routes as rights
from app.rolls import routes as rolls
from app.scans import routes as scans
from app.seals import routes as seals
from app.secondments import routes as secondments
from app.series import routes as series
from app.services import routes as services
from app.sessions import routes as sessions
from app.settlement import routes as settlement
from app.sharing import routes as sharing
from app.sign_in import routes as sign_in
from app.signing import gateways as signatures
from app.signing import routes as signing
from app.slots import routes as slots
from app.spaces import routes as spaces
from app.stock import routes as stock
from app.subscriptions import routes as subscriptions
from app.summaries import routes as summaries
from app.tallies import routes as tallies
from app.tellings import routes as tellings
from app.together import routes as together
from app.topics import routes as topics
from app.validity import routes as validity
from app.venues import routes as venues
from app.verification import routes as verification
from app.waitlists import routes as waitlists
from app.whereabouts import routes as whereabouts
from config import Config

BLUEPRINTS = (
    accounts.bp,
    adjusting.bp,
    agenda.bp,
    amending.bp,
    appraisals.bp,
    archives.bp,
    arrivals.bp,
    attendance.bp,
    balance.bp,
    booked.bp,
    calendar.bp,
    calls.bp,
    certificates.bp,
    changes.bp,
    circulars.bp,
    clauses.bp,
    closures.bp,
    concluding.bp,
    convenience.bp,
    corrections.bp,
    counter.bp,
    dashboard.bp,
    desk.bp,
    dining.bp,
    documents.bp,
    drafting.bp,
    enrolment.bp,
    errands.bp,
    exchanges.bp,
    extensions.bp,
    feedback.bp,
    files.bp,
    filings.bp,
    finding.bp,
    followups.bp,
    jottings.bp,
    lessons.bp,
    logbooks.bp,
    logs.bp,
    grounds.bp,
    handovers.bp,
    materials.bp,
    meals.bp,
    meetings.bp,
    minutes.bp,
    negotiations.bp,
    notifications.bp,
    online.bp,
    partnerships.bp,
    people.bp,
    photos.bp,
    posters.bp,
    preferences.bp,
    privacy.bp,
    programmes.bp,
    proposals.bp,
    receipts.bp,
    recurring.bp,
    remarks.bp,
    renditions.bp,
    reports.bp,
    residents.bp,
    resolutions.bp,
    reviews.bp,
    rolls.bp,
    scans.bp,
    rights.bp,
    secondments.bp,
    seals.bp,
    series.bp,
    services.bp,
    sessions.bp,
    settlement.bp,
    sharing.bp,
    sign_in.bp,
    signing.bp,
    slots.bp,
    spaces.bp,
    stock.bp,
    subscriptions.bp,
    summaries.bp,
    tallies.bp,
    tellings.bp,
    together.bp,
    topics.bp,
    towns.bp,
    validity.bp,
    venues.bp,
    verification.bp,
    whereabouts.bp,
    waitlists.bp,
)


def create_app(config: Config | None = None) -> Flask:
    app = Flask(__name__, template_folder="../templates")
    app.config.from_object(config or Config())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way
    audit.use_key(app.config["AUDIT_KEY"])
    fulltext.use_key(app.config["AUDIT_KEY"])
    vault.use_key(app.config["AUDIT_KEY"])
    files_store.use_folder(app.config["FILES"])
    ground_period.use_period(app.config["RESIDENTS_KEPT_DAYS"])
    signatures.use_roots(app.config["TRUST"])

    locale.init_app(app)
    web.init_app(app)
    guards.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    commands.init_app(app)
    return app
