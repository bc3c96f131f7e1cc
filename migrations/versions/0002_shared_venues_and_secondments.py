"""shared venues and secondments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.roles import open_to_roles

revision = "0002"
down_revision = "0001"

TABLES = [
    "log_reading",
    "log_photo",
    "log_index",
    "log_comment",
    "lesson_use",
    "lesson_photo",
    "lesson_index",
    "lesson_file",
    "briefing",
    "year_sheet",
    "summary_draft",
    "summary",
    "stand_in",
    "posting_change",
    "midterm",
    "log_month_rating",
    "log_leave",
    "log_entry",
    "lesson",
    "jotting",
    "handover_tick",
    "filing",
    "appraisal_step",
    "appraisal",
    "series_step",
    "secondment",
    "circular",
    "venue_photo",
    "venue_calendar_address",
    "share_policy",
    "quota_month",
    "policy_change",
    "exchange",
    "booking_series",
    "report",
    "organ_number",
    "ledger_entry",
    "waiting_place",
    "organ_series",
    "missed_search",
]
UNDER_POLICY = [
    "missed_search",
    "ledger_entry",
    "organ_number",
    "report",
    "booking_series",
    "exchange",
    "policy_change",
    "quota_month",
    "share_policy",
    "circular",
    "secondment",
    "series_step",
    "appraisal",
    "appraisal_step",
    "filing",
    "handover_tick",
    "jotting",
    "lesson",
    "log_entry",
    "log_leave",
    "log_month_rating",
    "midterm",
    "posting_change",
    "stand_in",
    "summary",
    "summary_draft",
    "year_sheet",
    "briefing",
    "lesson_file",
    "lesson_photo",
    "lesson_use",
    "log_comment",
    "log_photo",
    "log_reading",
]
FUNCTIONS = [
    "appraisal_is_kept_delete",
    "appraisal_is_kept_update",
    "appraisal_step_is_kept_delete",
    "appraisal_step_is_kept_insert",
    "appraisal_step_is_kept_update",
    "ledger_guard",
    "ledger_refuse_change",
    "person_half",
    "quota_guard",
]
COLUMNS = [
    ("assignment", "granted_by"),
    ("booking", "speaker"),
    ("booking", "outline"),
    ("booking", "series_id"),
    ("booking", "series_on"),
    ("booking", "series_mark"),
    ("booking", "quota_id"),
    ("booking", "quota_minutes"),
    ("booking", "asked_at"),
    ("booking", "escalated"),
    ("booking", "exempt"),
    ("booking", "exempt_reason"),
    ("document", "party_numbers"),
    ("partnership_terms", "logs_per_week"),
    ("unit", "longitude"),
    ("unit", "latitude"),
    ("venue", "floor"),
    ("venue", "desk"),
    ("venue", "phone"),
]  # added to tables of 0001
INDEXES = [("ix_booking_missed", "booking"), ("ix_booking_series_on", "booking")]  # on tables of 0001

# Triggers, constraints and functions that a table definition cannot say.
ON_SQLITE = [
    r"""DROP TRIGGER document_no_update""",
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            WHEN OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.party_numbers <> OLD.party_numbers OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state) BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END""",
    r"""CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger entries are only ever added'); END""",
    r"""CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger entries are only ever added'); END""",
    r"""CREATE TRIGGER ledger_entry_chain BEFORE INSERT ON ledger_entry WHEN NEW.after_id IS NOT NULL BEGIN
            SELECT RAISE(ABORT, 'ledger_chain') WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.after_id AND e.turn = NEW.turn - 1 AND e.partnership_id = NEW.partnership_id AND e.giver_id = NEW.giver_id AND e.taker_id = NEW.taker_id AND e.kind = NEW.kind AND e.source = NEW.source AND (NEW.amount > 0 OR e.amount = -NEW.amount));
        END""",
    r"""CREATE TRIGGER quota_month_insert BEFORE INSERT ON quota_month WHEN NEW.quota IS NOT NULL AND NEW.taken > NEW.quota BEGIN
    SELECT RAISE(ABORT, 'quota_spent');
END""",
    r"""CREATE TRIGGER quota_month_update BEFORE UPDATE OF taken ON quota_month
WHEN NEW.quota IS NOT NULL AND NEW.taken > NEW.quota AND NEW.taken > OLD.taken BEGIN
    SELECT RAISE(ABORT, 'quota_spent');
END""",
    r"""CREATE TRIGGER secondment_guard_insert BEFORE INSERT ON secondment WHEN NEW.stage <> 'dropped' BEGIN SELECT RAISE(ABORT, 'secondment_overlap') WHERE EXISTS (
    SELECT 1 FROM secondment WHERE stage <> 'dropped' AND person_id = NEW.person_id AND id <> NEW.id
    AND from_on <= NEW.until_on AND until_on >= NEW.from_on); END""",
    r"""CREATE TRIGGER secondment_guard_update BEFORE UPDATE OF person_id, from_on, until_on, stage ON secondment WHEN NEW.stage <> 'dropped' BEGIN SELECT RAISE(ABORT, 'secondment_overlap') WHERE EXISTS (
    SELECT 1 FROM secondment WHERE stage <> 'dropped' AND person_id = NEW.person_id AND id <> NEW.id
    AND from_on <= NEW.until_on AND until_on >= NEW.from_on); END""",
    r"""CREATE TRIGGER appraisal_step_is_kept_update BEFORE UPDATE ON appraisal_step WHEN EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = OLD.secondment_id) BEGIN SELECT RAISE(ABORT, 'appraisal_step_is_kept_update'); END""",
    r"""CREATE TRIGGER appraisal_step_is_kept_delete BEFORE DELETE ON appraisal_step WHEN EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = OLD.secondment_id) BEGIN SELECT RAISE(ABORT, 'appraisal_step_is_kept_delete'); END""",
    r"""CREATE TRIGGER appraisal_step_is_kept_insert BEFORE INSERT ON appraisal_step WHEN EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = NEW.secondment_id) BEGIN SELECT RAISE(ABORT, 'appraisal_step_is_kept_insert'); END""",
    r"""CREATE TRIGGER appraisal_is_kept_update BEFORE UPDATE ON appraisal WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'appraisal_is_kept_update'); END""",
    r"""CREATE TRIGGER appraisal_is_kept_delete BEFORE DELETE ON appraisal WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'appraisal_is_kept_delete'); END""",
    r"""DROP TABLE IF EXISTS fts_lesson_index""",
    r"""CREATE VIRTUAL TABLE fts_lesson_index USING fts5(words, content='lesson_index')""",
    r"""CREATE TRIGGER fts_lesson_index_insert AFTER INSERT ON lesson_index BEGIN INSERT INTO fts_lesson_index(rowid, words) VALUES (NEW.rowid, NEW.words); END""",
    r"""CREATE TRIGGER fts_lesson_index_delete AFTER DELETE ON lesson_index BEGIN INSERT INTO fts_lesson_index(fts_lesson_index, rowid, words) VALUES ('delete', OLD.rowid, OLD.words); END""",
    r"""CREATE TRIGGER fts_lesson_index_update AFTER UPDATE OF words ON lesson_index BEGIN INSERT INTO fts_lesson_index(fts_lesson_index, rowid, words) VALUES ('delete', OLD.rowid, OLD.words); INSERT INTO fts_lesson_index(rowid, words) VALUES (NEW.rowid, NEW.words); END""",
    r"""DROP TABLE IF EXISTS fts_log_index""",
    r"""CREATE VIRTUAL TABLE fts_log_index USING fts5(words, content='log_index')""",
    r"""CREATE TRIGGER fts_log_index_insert AFTER INSERT ON log_index BEGIN INSERT INTO fts_log_index(rowid, words) VALUES (NEW.rowid, NEW.words); END""",
    r"""CREATE TRIGGER fts_log_index_delete AFTER DELETE ON log_index BEGIN INSERT INTO fts_log_index(fts_log_index, rowid, words) VALUES ('delete', OLD.rowid, OLD.words); END""",
    r"""CREATE TRIGGER fts_log_index_update AFTER UPDATE OF words ON log_index BEGIN INSERT INTO fts_log_index(fts_log_index, rowid, words) VALUES ('delete', OLD.rowid, OLD.words); INSERT INTO fts_log_index(rowid, words) VALUES (NEW.rowid, NEW.words); END""",
]
ON_POSTGRESQL = [
    r"""DROP TRIGGER document_no_update ON document""",
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            FOR EACH ROW WHEN (OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.party_numbers <> OLD.party_numbers OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state)) EXECUTE FUNCTION refuse_document_change()""",
    r"""CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'ledger entries are only ever added';
        END $$""",
    r"""CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()""",
    r"""CREATE FUNCTION ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.after_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.after_id AND e.turn = NEW.turn - 1 AND e.partnership_id = NEW.partnership_id AND e.giver_id = NEW.giver_id AND e.taker_id = NEW.taker_id AND e.kind = NEW.kind AND e.source = NEW.source AND (NEW.amount > 0 OR e.amount = -NEW.amount)) THEN
                RAISE EXCEPTION 'ledger_chain' USING ERRCODE = '23514', CONSTRAINT = 'ledger_chain';
            END IF;
            RETURN NEW;
        END $$""",
    r"""CREATE TRIGGER ledger_entry_chain BEFORE INSERT ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_guard()""",
    r"""CREATE FUNCTION quota_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.quota IS NOT NULL AND NEW.taken > NEW.quota THEN
        IF TG_OP = 'INSERT' OR NEW.taken > OLD.taken THEN
            RAISE EXCEPTION 'quota_spent' USING ERRCODE = '23514', CONSTRAINT = 'quota_spent';
        END IF;
    END IF;
    RETURN NEW;
END $$""",
    r"""CREATE TRIGGER quota_guard BEFORE INSERT OR UPDATE OF taken ON quota_month
FOR EACH ROW EXECUTE FUNCTION quota_guard()""",
    r"""CREATE FUNCTION person_half(person uuid, first int) RETURNS numrange IMMUTABLE LANGUAGE sql AS
    'SELECT numrange(n, n, ''[]'') FROM (SELECT (''x'' || encode(substring(uuid_send(person) FROM first FOR 8),
     ''hex''))::bit(64)::int8::numeric AS n) AS half'""",
    r"""ALTER TABLE secondment ADD CONSTRAINT secondment_overlap EXCLUDE USING gist (person_half(person_id, 1) WITH &&,
    person_half(person_id, 9) WITH &&, daterange(from_on, until_on, '[]') WITH &&) WHERE (stage <> 'dropped')""",
    r"""CREATE FUNCTION appraisal_step_is_kept_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = OLD.secondment_id) THEN RAISE EXCEPTION 'appraisal_step_is_kept_update' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER appraisal_step_is_kept_update BEFORE UPDATE ON appraisal_step FOR EACH ROW EXECUTE FUNCTION appraisal_step_is_kept_update()""",
    r"""CREATE FUNCTION appraisal_step_is_kept_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = OLD.secondment_id) THEN RAISE EXCEPTION 'appraisal_step_is_kept_delete' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER appraisal_step_is_kept_delete BEFORE DELETE ON appraisal_step FOR EACH ROW EXECUTE FUNCTION appraisal_step_is_kept_delete()""",
    r"""CREATE FUNCTION appraisal_step_is_kept_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM appraisal a WHERE a.secondment_id = NEW.secondment_id) THEN RAISE EXCEPTION 'appraisal_step_is_kept_insert' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER appraisal_step_is_kept_insert BEFORE INSERT ON appraisal_step FOR EACH ROW EXECUTE FUNCTION appraisal_step_is_kept_insert()""",
    r"""CREATE FUNCTION appraisal_is_kept_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'appraisal_is_kept_update' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER appraisal_is_kept_update BEFORE UPDATE ON appraisal FOR EACH ROW EXECUTE FUNCTION appraisal_is_kept_update()""",
    r"""CREATE FUNCTION appraisal_is_kept_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'appraisal_is_kept_delete' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER appraisal_is_kept_delete BEFORE DELETE ON appraisal FOR EACH ROW EXECUTE FUNCTION appraisal_is_kept_delete()""",
]
POLICIES = [
    r"""ALTER TABLE "missed_search" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "missed_search" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "missed_search" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "missed_search" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "missed_search" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "missed_search" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "ledger_entry" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "ledger_entry" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "ledger_entry" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "ledger_entry" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "ledger_entry" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "ledger_entry" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "organ_number" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "organ_number" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "organ_number" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "organ_number" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "organ_number" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "organ_number" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "report" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "report" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "report" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "report" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "report" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "report" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "booking_series" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "booking_series" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "booking_series" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "booking_series" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "booking_series" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "booking_series" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "exchange" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "exchange" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "exchange" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "exchange" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "exchange" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "exchange" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "policy_change" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "policy_change" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "policy_change" FOR SELECT USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "policy_change" FOR INSERT WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "policy_change" FOR UPDATE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "policy_change" FOR DELETE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "quota_month" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "quota_month" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "quota_month" FOR SELECT USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "quota_month" FOR INSERT WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "quota_month" FOR UPDATE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "quota_month" FOR DELETE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "share_policy" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "share_policy" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "share_policy" FOR SELECT USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "share_policy" FOR INSERT WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "share_policy" FOR UPDATE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "share_policy" FOR DELETE USING (owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "circular" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "circular" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "circular" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "circular" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "circular" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "circular" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "secondment" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "secondment" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "secondment" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "secondment" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "secondment" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "secondment" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "series_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "series_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "series_step" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "series_step" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "series_step" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "series_step" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "appraisal" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "appraisal" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "appraisal" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "appraisal" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "appraisal" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "appraisal" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "appraisal_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "appraisal_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "appraisal_step" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "appraisal_step" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "appraisal_step" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "appraisal_step" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "filing" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "filing" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "filing" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "filing" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "filing" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "filing" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "handover_tick" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "handover_tick" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "handover_tick" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "handover_tick" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "handover_tick" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "handover_tick" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "jotting" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "jotting" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "jotting" FOR SELECT USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "jotting" FOR INSERT WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "jotting" FOR UPDATE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[])) WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "jotting" FOR DELETE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""ALTER TABLE "lesson" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "lesson" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "lesson" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "lesson" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "lesson" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "lesson" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_entry" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_entry" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_entry" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_entry" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_entry" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_entry" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_leave" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_leave" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_leave" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_leave" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_leave" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_leave" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_month_rating" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_month_rating" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_month_rating" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_month_rating" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_month_rating" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_month_rating" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "midterm" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "midterm" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "midterm" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "midterm" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "midterm" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "midterm" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "posting_change" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "posting_change" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "posting_change" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "posting_change" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "posting_change" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "posting_change" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "stand_in" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "stand_in" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "stand_in" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "stand_in" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "stand_in" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "stand_in" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "summary" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "summary" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "summary" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "summary" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "summary" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "summary" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "summary_draft" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "summary_draft" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "summary_draft" FOR SELECT USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "summary_draft" FOR INSERT WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "summary_draft" FOR UPDATE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[])) WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "summary_draft" FOR DELETE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""ALTER TABLE "year_sheet" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "year_sheet" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "year_sheet" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "year_sheet" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "year_sheet" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "year_sheet" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "briefing" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "briefing" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "briefing" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "briefing" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "briefing" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "briefing" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "lesson_file" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "lesson_file" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "lesson_file" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "lesson_file" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "lesson_file" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "lesson_file" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "lesson_photo" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "lesson_photo" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "lesson_photo" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "lesson_photo" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "lesson_photo" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "lesson_photo" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "lesson_use" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "lesson_use" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "lesson_use" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "lesson_use" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "lesson_use" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "lesson_use" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_comment" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_comment" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_comment" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_comment" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_comment" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_comment" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_photo" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_photo" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_photo" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_photo" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_photo" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_photo" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR host_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "log_reading" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "log_reading" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "log_reading" FOR SELECT USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "log_reading" FOR INSERT WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "log_reading" FOR UPDATE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[])) WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "log_reading" FOR DELETE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
]
# On the way down: what was put on tables of 0001 goes, and what it replaced comes back.
OFF_SQLITE = [
    r"""DROP TRIGGER document_no_update""",
]
OFF_POSTGRESQL = [
    r"""DROP TRIGGER document_no_update ON document""",
]
BACK_SQLITE = [
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            WHEN OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state) BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END""",
]
BACK_POSTGRESQL = [
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            FOR EACH ROW WHEN (OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state)) EXECUTE FUNCTION refuse_document_change()""",
]


def add_reference(table: str, column: str, referred: str, name: str) -> None:
    """A nullable column that names a row of another table; SQLite takes such a key only together with the column."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    keys = [sa.ForeignKey(f"{referred}.id")] if on_sqlite else []
    op.add_column(table, sa.Column(column, sa.Uuid(), *keys, nullable=True), inline_references=on_sqlite)
    if not on_sqlite:
        op.create_foreign_key(name, table, referred, [column], ["id"])


def upgrade() -> None:
    op.create_table(
        "missed_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_missed_search_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_missed_search_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_search")),
        sa.UniqueConstraint("partnership_id", "mark", name="uq_missed_search_mark"),
    )
    op.create_index("ix_missed_search_partnership_on", "missed_search", ["partnership_id", "on"], unique=False)
    op.create_table(
        "organ_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_organ_series_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ_series")),
        sa.UniqueConstraint("town_id", "series", "year", name=op.f("uq_organ_series_town_id_series_year")),
    )
    op.create_table(
        "waiting_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("wanted_from", sa.DateTime(), nullable=False),
        sa.Column("wanted_until", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "offered",
                "taken",
                "lapsed",
                "left",
                "ended",
                name="placestate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("holds_until", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state <> 'offered' OR holds_until IS NOT NULL", name=op.f("ck_waiting_place_offer")),
        sa.CheckConstraint("wanted_from < wanted_until AND minutes > 0", name=op.f("ck_waiting_place_wish")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_waiting_place_owner_town_id_town")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_waiting_place_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_place")),
        sa.UniqueConstraint("queue", "number", name="uq_waiting_place_number"),
        sa.UniqueConstraint("subject", name="uq_waiting_place_subject"),
    )
    op.create_index("ix_waiting_place_due", "waiting_place", ["owner_town_id", "state"], unique=False)
    op.create_index("ix_waiting_place_open", "waiting_place", ["queue", "wanted_until", "state"], unique=False)
    op.create_index("ix_waiting_place_wanted_from", "waiting_place", ["wanted_from"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("taker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("venue_minutes", "service_seats", "seconded_days", name="kind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_town_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0 OR reason <> ''", name=op.f("ck_ledger_entry_reason")),
        sa.CheckConstraint("(amount > 0) = (turn % 2 = 0)", name=op.f("ck_ledger_entry_counter")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entry_amount")),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_ledger_entry_two_towns")),
        sa.CheckConstraint("turn >= 0 AND (turn = 0) = (after_id IS NULL)", name=op.f("ck_ledger_entry_turn")),
        sa.ForeignKeyConstraint(["after_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_after_id_ledger_entry")),
        sa.ForeignKeyConstraint(["giver_id"], ["town.id"], name=op.f("fk_ledger_entry_giver_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_ledger_entry_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ledger_entry_person_id_person")),
        sa.ForeignKeyConstraint(["person_town_id"], ["town.id"], name=op.f("fk_ledger_entry_person_town_id_town")),
        sa.ForeignKeyConstraint(["taker_id"], ["town.id"], name=op.f("fk_ledger_entry_taker_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("after_id", name="uq_ledger_entry_after"),
        sa.UniqueConstraint("partnership_id", "source", "kind", "turn", name="uq_ledger_entry_source"),
    )
    op.create_index("ix_ledger_entry_partnership_on", "ledger_entry", ["partnership_id", "on"], unique=False)
    op.create_table(
        "organ_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_organ_number_document_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_organ_number_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_organ_number_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ_number")),
        sa.UniqueConstraint(
            "town_id", "series", "year", "sequence", name=op.f("uq_organ_number_town_id_series_year_sequence")
        ),
    )
    op.create_index(op.f("ix_organ_number_document_id"), "organ_number", ["document_id"], unique=False)
    op.create_index(op.f("ix_organ_number_partnership_id"), "organ_number", ["partnership_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "length",
            sa.Enum("month", "quarter", "year", "custom", name="length", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "ready", "failed", name="reportstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("docx_hash", sa.String(length=64), nullable=False),
        sa.Column("zip_hash", sa.String(length=64), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("done <= steps", name=op.f("ck_report_progress")),
        sa.CheckConstraint("first <= last", name=op.f("ck_report_period")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_report_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_report_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_town_asked", "report", ["town_id", "asked_at"], unique=False)
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.Enum("week", "month", name="every", native_enum=False, length=24), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_booking_series_owner_town_id_town")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_series_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_booking_series_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_booking_series_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_series")),
    )
    op.create_index("ix_booking_series_town_id", "booking_series", ["town_id"], unique=False)
    op.create_table(
        "exchange",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_town_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("proposed", "agreed", "dropped", name="stage", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_exchange_days")),
        sa.CheckConstraint("town_id <> partner_town_id", name=op.f("ck_exchange_two_towns")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_exchange_begun_by_person")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_exchange_consent_id_consent")),
        sa.ForeignKeyConstraint(["partner_town_id"], ["town.id"], name=op.f("fk_exchange_partner_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_exchange_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_exchange_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    op.create_index("ix_exchange_partner_town_id", "exchange", ["partner_town_id"], unique=False)
    op.create_index(op.f("ix_exchange_partnership_id"), "exchange", ["partnership_id"], unique=False)
    op.create_index(op.f("ix_exchange_town_id"), "exchange", ["town_id"], unique=False)
    op.create_table(
        "policy_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "in_force", "refused", "withdrawn", name="changestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_policy_change_consent_id_consent")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_policy_change_owner_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_policy_change_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_policy_change_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_policy_change_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_change")),
    )
    op.create_index("ix_policy_change_venue_town", "policy_change", ["venue_id", "town_id"], unique=False)
    op.create_index(
        "uq_policy_change_open",
        "policy_change",
        ["venue_id", "town_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "quota_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_quota_month_taken")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_quota_month_owner_town_id_town")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_quota_month_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_quota_month_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_month")),
        sa.UniqueConstraint("venue_id", "town_id", "month", name="uq_quota_month_venue_town_month"),
    )
    op.create_table(
        "share_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sharing",
            sa.Enum("none", "on_request", "at_once", name="sharing", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.Column("own_first", sa.JSON(), nullable=False),
        sa.Column("release_days", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "notice >= 0 AND horizon > 0 AND longest > 0 AND release_days >= 0", name=op.f("ck_share_policy_positive")
        ),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name=op.f("ck_share_policy_quota")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_share_policy_owner_town_id_town")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_share_policy_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_share_policy_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_policy")),
        sa.UniqueConstraint("venue_id", "town_id", name="uq_share_policy_venue_town"),
    )
    op.create_index(op.f("ix_share_policy_owner_town_id"), "share_policy", ["owner_town_id"], unique=False)
    op.create_index("ix_share_policy_town_id", "share_policy", ["town_id"], unique=False)
    op.create_table(
        "venue_calendar_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_calendar_address_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_calendar_address")),
    )
    op.create_index(
        "uq_venue_calendar_address_in_force",
        "venue_calendar_address",
        ["venue_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "venue_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=80), nullable=False),
        sa.Column("large", sa.String(length=64), nullable=False),
        sa.Column("small", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_photo_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_photo")),
    )
    op.create_index("ix_venue_photo_venue_place", "venue_photo", ["venue_id", "place"], unique=False)
    op.create_table(
        "circular",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(length=200), nullable=False),
        sa.Column("copies_to", sa.String(length=200), nullable=False),
        sa.Column("entered_number", sa.String(length=60), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_circular_consent_id_consent")),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], name=op.f("fk_circular_exchange_id_exchange")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_circular_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_circular_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        sa.UniqueConstraint("town_id", "exchange_id", name=op.f("uq_circular_town_id_exchange_id")),
        sa.UniqueConstraint("town_id", "series", "year", "sequence", name="uq_circular_number"),
    )
    op.create_index(op.f("ix_circular_exchange_id"), "circular", ["exchange_id"], unique=False)
    op.create_index(op.f("ix_circular_partnership_id"), "circular", ["partnership_id"], unique=False)
    op.create_table(
        "secondment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "identity",
            sa.Enum(
                "civil_servant", "public_institution", "community_worker", name="identity", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("home_unit_id", sa.Uuid(), nullable=False),
        sa.Column("home_mentor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party_tie",
            sa.Enum("transferred", "attends", "stays", "no_member", name="partytie", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column(
            "allowance_by",
            sa.Enum("home", "host", "nobody", name="bearer", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "insurance_by",
            sa.Enum("home", "host", "nobody", name="bearer", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("agreement_number", sa.String(length=60), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_unit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "post",
            sa.Enum(
                "secretary_assistant",
                "director_assistant",
                "centre_deputy",
                "centre_assistant",
                "office_assistant",
                "grid_assistant",
                "committee_director",
                "committee_deputy",
                "committee_member",
                name="post",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("host_mentor_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("agreed_until_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("proposed", "agreed", "dropped", name="stage", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "end_kind", sa.Enum("agreed", "recalled", name="endkind", native_enum=False, length=24), nullable=True
        ),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("pledged_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_secondment_days")),
        sa.CheckConstraint("home_town_id <> host_town_id", name=op.f("ck_secondment_two_towns")),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], name=op.f("fk_secondment_exchange_id_exchange")),
        sa.ForeignKeyConstraint(["home_mentor_id"], ["person.id"], name=op.f("fk_secondment_home_mentor_id_person")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_secondment_home_town_id_town")),
        sa.ForeignKeyConstraint(["home_unit_id"], ["unit.id"], name=op.f("fk_secondment_home_unit_id_unit")),
        sa.ForeignKeyConstraint(["host_mentor_id"], ["person.id"], name=op.f("fk_secondment_host_mentor_id_person")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_secondment_host_town_id_town")),
        sa.ForeignKeyConstraint(["host_unit_id"], ["unit.id"], name=op.f("fk_secondment_host_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_secondment_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_secondment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
        sa.UniqueConstraint("exchange_id", "home_town_id", name="uq_secondment_side"),
    )
    op.create_index("ix_secondment_home_town_id", "secondment", ["home_town_id"], unique=False)
    op.create_index("ix_secondment_host_town_id", "secondment", ["host_town_id"], unique=False)
    op.create_index(op.f("ix_secondment_partnership_id"), "secondment", ["partnership_id"], unique=False)
    op.create_index("ix_secondment_person_id_from_on", "secondment", ["person_id", "from_on"], unique=False)
    op.create_table(
        "series_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "booked",
                "changed",
                "cancelled",
                "approved",
                "declined",
                name="seriesdeed",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_town_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_series_step_owner_town_id_town")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_series_step_person_id_person")),
        sa.ForeignKeyConstraint(["person_town_id"], ["town.id"], name=op.f("fk_series_step_person_town_id_town")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["booking_series.id"], name=op.f("fk_series_step_series_id_booking_series")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_series_step_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_step")),
        sa.UniqueConstraint("series_id", "number", name="uq_series_step_number"),
    )
    op.create_table(
        "appraisal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("excellent", "competent", "basic", "incompetent", name="grade", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_appraisal_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_appraisal_host_town_id_town")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_appraisal_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_appraisal_secondment_id")),
    )
    op.create_index(op.f("ix_appraisal_home_town_id"), "appraisal", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_appraisal_host_town_id"), "appraisal", ["host_town_id"], unique=False)
    op.create_table(
        "appraisal_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "summary",
                "host_unit",
                "host_committee",
                "home_committee",
                "organisation",
                name="step",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=3000), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("excellent", "competent", "basic", "incompetent", name="grade", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("organ", sa.String(length=60), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_by_name", sa.String(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_appraisal_step_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_appraisal_step_host_town_id_town")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_appraisal_step_secondment_id_secondment")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_appraisal_step_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_step")),
        sa.UniqueConstraint("secondment_id", "step", name=op.f("uq_appraisal_step_secondment_id_step")),
    )
    op.create_index(op.f("ix_appraisal_step_home_town_id"), "appraisal_step", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_appraisal_step_host_town_id"), "appraisal_step", ["host_town_id"], unique=False)
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "authority",
            sa.Enum("organisation", "social_work", "exempt", name="authority", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_filing_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_filing_host_town_id_town")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_filing_noted_by_person")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_filing_secondment_id_secondment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("secondment_id", "occasion", name=op.f("uq_filing_secondment_id_occasion")),
    )
    op.create_index(op.f("ix_filing_home_town_id"), "filing", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_filing_host_town_id"), "filing", ["host_town_id"], unique=False)
    op.create_table(
        "handover_tick",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "work_handed_over",
                "stand_in_named",
                "tie_arranged",
                "insured",
                "place_ready",
                "duties_explained",
                "rules_learned",
                "reported_at_host",
                "tasks_left",
                "papers_returned",
                "keys_returned",
                "attendance_sent",
                "reported_at_home",
                "post_resumed",
                name="item",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("ticked_by", sa.Uuid(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_handover_tick_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_handover_tick_host_town_id_town")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_handover_tick_secondment_id_secondment")
        ),
        sa.ForeignKeyConstraint(["ticked_by"], ["person.id"], name=op.f("fk_handover_tick_ticked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_tick")),
        sa.UniqueConstraint("secondment_id", "item", name=op.f("uq_handover_tick_secondment_id_item")),
    )
    op.create_index(op.f("ix_handover_tick_home_town_id"), "handover_tick", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_handover_tick_host_town_id"), "handover_tick", ["host_town_id"], unique=False)
    op.create_table(
        "jotting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("typed_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_jotting_person_id_person")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_jotting_secondment_id_secondment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jotting")),
    )
    op.create_index("ix_jotting_person_day", "jotting", ["person_id", "secondment_id", "day"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("practice", sa.String(length=4000), nullable=False),
        sa.Column("effect", sa.String(length=1000), nullable=False),
        sa.Column("tags", sa.String(length=100), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("from_town_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_lesson_author_id_person")),
        sa.ForeignKeyConstraint(["from_town_id"], ["town.id"], name=op.f("fk_lesson_from_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_lesson_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_lesson_secondment_id_secondment")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_lesson_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_partnership_id"), "lesson", ["partnership_id"], unique=False)
    op.create_index(op.f("ix_lesson_secondment_id"), "lesson", ["secondment_id"], unique=False)
    op.create_index("ix_lesson_source", "lesson", ["source"], unique=False)
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "visit",
                "reception",
                "mediation",
                "activity",
                "meeting",
                "study",
                "service",
                "errand",
                "other",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.String(length=2000), nullable=False),
        sa.Column("learned", sa.String(length=2000), nullable=False),
        sa.Column("suggestion", sa.String(length=1000), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("names", sa.String(length=200), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_log_entry_minutes")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_log_entry_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_log_entry_host_town_id_town")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_log_entry_person_id_person")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_log_entry_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("secondment_id", "day", name="uq_log_entry_secondment_day"),
    )
    op.create_table(
        "log_leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("personal", "sick", "annual", "duty", name="leavekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_log_leave_days")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_log_leave_entered_by_person")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_log_leave_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_log_leave_host_town_id_town")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_log_leave_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_leave")),
    )
    op.create_index("ix_log_leave_secondment_id", "log_leave", ["secondment_id"], unique=False)
    op.create_table(
        "log_month_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("excellent", "good", "fair", "wanting", name="grade", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("side", sa.Enum("home", "host", name="side", native_enum=False, length=24), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("rated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("side IN ('home', 'host')", name=op.f("ck_log_month_rating_side")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_log_month_rating_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_log_month_rating_host_town_id_town")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_log_month_rating_mentor_id_person")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_log_month_rating_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_month_rating")),
        sa.UniqueConstraint("secondment_id", "month", "side", name="uq_log_month_rating_side"),
    )
    op.create_table(
        "midterm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("progress", sa.String(length=2000), nullable=False),
        sa.Column("advice", sa.String(length=1000), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("excellent", "competent", "basic", "incompetent", name="grade", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_midterm_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_midterm_host_town_id_town")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_midterm_made_by_person")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_midterm_secondment_id_secondment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_midterm")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_midterm_secondment_id")),
    )
    op.create_index(op.f("ix_midterm_home_town_id"), "midterm", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_midterm_host_town_id"), "midterm", ["host_town_id"], unique=False)
    op.create_table(
        "posting_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("extend", "end_early", "recall", name="changekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "agreed", "withdrawn", name="changestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recall_reason",
            sa.Enum(
                "health",
                "discipline",
                "transfer",
                "election",
                "emergency",
                name="recallreason",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_by_town_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_posting_change_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["asked_by_town_id"], ["town.id"], name=op.f("fk_posting_change_asked_by_town_id_town")
        ),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_posting_change_consent_id_consent")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_posting_change_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_posting_change_host_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_posting_change_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_posting_change_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_change")),
    )
    op.create_index(op.f("ix_posting_change_home_town_id"), "posting_change", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_posting_change_host_town_id"), "posting_change", ["host_town_id"], unique=False)
    op.create_index(op.f("ix_posting_change_partnership_id"), "posting_change", ["partnership_id"], unique=False)
    op.create_index("ix_posting_change_secondment_id", "posting_change", ["secondment_id"], unique=False)
    op.create_index(
        "uq_posting_change_open",
        "posting_change",
        ["secondment_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("duties", sa.String(length=300), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_stand_in_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_stand_in_named_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id_person")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_stand_in_secondment_id_secondment")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_stand_in_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_stand_in_secondment_id")),
    )
    op.create_index(op.f("ix_stand_in_town_id"), "stand_in", ["town_id"], unique=False)
    op.create_table(
        "summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("text", sa.String(length=6000), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_summary_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_summary_host_town_id_town")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_summary_secondment_id_secondment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint("secondment_id", "period", name="uq_summary_period"),
    )
    op.create_table(
        "summary_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("text", sa.String(length=6000), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_summary_draft_person_id_person")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_summary_draft_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_draft")),
        sa.UniqueConstraint("secondment_id", "period", name="uq_summary_draft_period"),
    )
    op.create_index(op.f("ix_summary_draft_person_id"), "summary_draft", ["person_id"], unique=False)
    op.create_table(
        "year_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("performance", sa.String(length=2000), nullable=False),
        sa.Column("attendance", sa.String(length=300), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("excellent", "competent", "basic", "incompetent", name="grade", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_year_sheet_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_year_sheet_host_town_id_town")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_year_sheet_made_by_person")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_year_sheet_secondment_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_sheet")),
        sa.UniqueConstraint("secondment_id", "year", name=op.f("uq_year_sheet_secondment_id_year")),
    )
    op.create_index(op.f("ix_year_sheet_home_town_id"), "year_sheet", ["home_town_id"], unique=False)
    op.create_index(op.f("ix_year_sheet_host_town_id"), "year_sheet", ["host_town_id"], unique=False)
    op.create_table(
        "briefing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_briefing_number")),
        sa.ForeignKeyConstraint(["file_id"], ["private_file.id"], name=op.f("fk_briefing_file_id_private_file")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_briefing_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_briefing_made_by_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_briefing_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("town_id", "year", "number", name="uq_briefing_number"),
    )
    op.create_index(op.f("ix_briefing_lesson_id"), "briefing", ["lesson_id"], unique=False)
    op.create_table(
        "lesson_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["shared_file.id"], name=op.f("fk_lesson_file_file_id_shared_file")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_file_lesson_id_lesson")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_lesson_file_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_file")),
        sa.UniqueConstraint("lesson_id", "file_id", name="uq_lesson_file"),
    )
    op.create_index(op.f("ix_lesson_file_partnership_id"), "lesson_file", ["partnership_id"], unique=False)
    op.create_table(
        "lesson_index",
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_index_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("lesson_id", name=op.f("pk_lesson_index")),
    )
    op.create_index(
        "ix_lesson_index_words",
        "lesson_index",
        ["words"],
        unique=False,
        postgresql_using="gin",
        sqlite_where=sa.text("0"),
    )
    op.create_table(
        "lesson_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("large", sa.String(length=64), nullable=False),
        sa.Column("small", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_photo_lesson_id_lesson")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_lesson_photo_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_photo")),
        sa.UniqueConstraint("lesson_id", "place", name="uq_lesson_photo_place"),
    )
    op.create_index(op.f("ix_lesson_photo_partnership_id"), "lesson_photo", ["partnership_id"], unique=False)
    op.create_table(
        "lesson_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("worked", "partly", "failed", "trying", name="outcome", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("result", sa.String(length=1000), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_use_lesson_id_lesson")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_lesson_use_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_use_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_lesson_use_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lesson_use_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_use")),
    )
    op.create_index("ix_lesson_use_lesson_id", "lesson_use", ["lesson_id", "tried_on"], unique=False)
    op.create_index(op.f("ix_lesson_use_partnership_id"), "lesson_use", ["partnership_id"], unique=False)
    op.create_table(
        "log_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_log_comment_author_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_log_comment_entry_id_log_entry")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_log_comment_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_log_comment_host_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_comment")),
    )
    op.create_index("ix_log_comment_entry_id", "log_comment", ["entry_id", "at"], unique=False)
    op.create_table(
        "log_index",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_log_index_entry_id_log_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_log_index")),
    )
    op.create_index("ix_log_index_posting", "log_index", ["secondment_id", "day"], unique=False)
    op.create_index(
        "ix_log_index_words", "log_index", ["words"], unique=False, postgresql_using="gin", sqlite_where=sa.text("0")
    )
    op.create_table(
        "log_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("host_town_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("large", sa.String(length=64), nullable=False),
        sa.Column("small", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 9", name=op.f("ck_log_photo_place")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_log_photo_entry_id_log_entry")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_log_photo_home_town_id_town")),
        sa.ForeignKeyConstraint(["host_town_id"], ["town.id"], name=op.f("fk_log_photo_host_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_photo")),
        sa.UniqueConstraint("entry_id", "place", name="uq_log_photo_place"),
    )
    op.create_table(
        "log_reading",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_log_reading_entry_id_log_entry")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_log_reading_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "entry_id", name=op.f("pk_log_reading")),
    )
    op.add_column("assignment", sa.Column("granted_by", sa.String(length=80), server_default="", nullable=False))
    op.add_column("booking", sa.Column("speaker", sa.String(length=60), server_default="", nullable=False))
    op.add_column("booking", sa.Column("outline", sa.String(length=500), server_default="", nullable=False))
    op.add_column("booking", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("series_on", sa.Date(), nullable=True))
    op.add_column("booking", sa.Column("series_mark", sa.String(length=16), server_default="", nullable=False))
    add_reference("booking", "quota_id", "quota_month", "fk_booking_quota_id_quota_month")
    op.add_column("booking", sa.Column("quota_minutes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("booking", sa.Column("asked_at", sa.DateTime(), nullable=True))
    op.add_column("booking", sa.Column("escalated", sa.Integer(), server_default="0", nullable=False))
    op.add_column("booking", sa.Column("exempt", sa.String(length=80), server_default="", nullable=False))
    op.add_column("booking", sa.Column("exempt_reason", sa.String(length=200), server_default="", nullable=False))
    op.create_index(
        "ix_booking_missed",
        "booking",
        ["town_id", "starts_at"],
        unique=False,
        sqlite_where=sa.text("booking.state = 'no_show'"),
        postgresql_where=sa.text("booking.state = 'no_show'"),
    )
    op.create_index("ix_booking_series_on", "booking", ["series_id", "series_on"], unique=False)
    op.add_column("document", sa.Column("party_numbers", sa.String(length=400), server_default="", nullable=False))
    op.add_column("partnership_terms", sa.Column("logs_per_week", sa.Integer(), server_default="2", nullable=False))
    op.add_column("unit", sa.Column("longitude", sa.Float(), nullable=True))
    op.add_column("unit", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("venue", sa.Column("floor", sa.String(length=20), server_default="", nullable=False))
    op.add_column("venue", sa.Column("desk", sa.String(length=40), server_default="", nullable=False))
    op.add_column("venue", sa.Column("phone", sa.String(length=30), server_default="", nullable=False))
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (*ON_POSTGRESQL, *POLICIES) if on_postgresql else ON_SQLITE:
        op.get_bind().exec_driver_sql(statement)
    if on_postgresql:
        open_to_roles(TABLES, UNDER_POLICY)


def downgrade() -> None:
    bind = op.get_bind()
    on_postgresql = bind.dialect.name == "postgresql"
    for statement in OFF_POSTGRESQL if on_postgresql else OFF_SQLITE:
        bind.exec_driver_sql(statement)
    for index, table in INDEXES:
        op.drop_index(index, table_name=table)
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
    for statement in BACK_POSTGRESQL if on_postgresql else BACK_SQLITE:
        bind.exec_driver_sql(statement)
    for function in FUNCTIONS if on_postgresql else ():
        op.execute(f"DROP FUNCTION IF EXISTS {function}")
