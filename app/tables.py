"""Every table there is. Migrations, tests and the guard read the models through here."""

import app.accounts.models
import app.agenda.models
import app.attendance.models
import app.audit.models
import app.bookings.models
import app.calendar.models
import app.calls.models
import app.changes.models
import app.claims.models
import app.consents.models
import app.corrections.models
import app.documents.models
import app.drafting.models
import app.errands.models
import app.files.models
import app.followups.models
import app.kit.models
import app.ledger.models
import app.materials.models
import app.meetings.models
import app.minutes.models
import app.misses.models
import app.notifications.models
import app.participants.models
import app.partnerships.models
import app.photos.models
import app.policies.models
import app.quotas.models
import app.recurring.models
import app.resolutions.models
import app.secondments.models
import app.series.models
import app.subscriptions.models
import app.topics.models
import app.towns.models
import app.venues.models  # noqa: F401  # importing registers the tables
