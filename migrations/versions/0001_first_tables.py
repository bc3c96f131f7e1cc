"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

from migrations.roles import open_to_roles

revision = "0001"
down_revision = None

TABLES = [
    "closed_span",
    "claim",
    "booking_step",
    "opening_span",
    "day_exception",
    "consent_step",
    "consent_refusal",
    "consent_party",
    "consent_key",
    "consent_basis",
    "closure",
    "booking",
    "venue",
    "sign_in_session",
    "notice",
    "invitation",
    "credential",
    "contact",
    "consent",
    "authorisation",
    "assignment",
    "unit",
    "sharing_basis",
    "person",
    "partnership_town",
    "organ",
    "calendar_year",
    "calendar_day",
    "town",
    "submitted_form",
    "scheduler_lease",
    "scheduled_job",
    "partnership",
    "job_run",
    "failed_sign_in",
    "audit_head",
    "audit_entry",
]
UNDER_POLICY = [
    "audit_entry",
    "calendar_day",
    "calendar_year",
    "sharing_basis",
    "authorisation",
    "consent",
    "contact",
    "credential",
    "notice",
    "booking",
    "consent_basis",
    "consent_key",
    "consent_party",
    "consent_refusal",
    "consent_step",
    "booking_step",
]
FUNCTIONS = [
    "claim_guard",
    "consent_begins_open",
    "consent_content_is_a_round",
    "consent_is_final",
    "consent_is_kept",
    "consent_key_fits",
    "consent_key_is_fixed",
    "consent_key_is_kept",
    "consent_key_was_checked",
    "consent_needs_every_key",
    "consent_party_is_fixed",
    "consent_party_is_kept",
    "consent_refusal_is_fixed",
    "consent_refusal_is_kept",
    "refuse_change",
]

# Triggers, constraints and functions that a table definition cannot say.
ON_SQLITE = [
    r"""CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END""",
    r"""CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END""",
    r"""CREATE TRIGGER consent_begins_open BEFORE INSERT ON consent WHEN NEW.state <> 'open' OR NEW.round <> 1 BEGIN SELECT RAISE(ABORT, 'consent_begins_open'); END""",
    r"""CREATE TRIGGER consent_content_is_a_round BEFORE UPDATE ON consent WHEN NEW.content_hash <> OLD.content_hash AND NEW.round <> OLD.round + 1 BEGIN SELECT RAISE(ABORT, 'consent_content_is_a_round'); END""",
    r"""CREATE TRIGGER consent_is_final BEFORE UPDATE ON consent WHEN OLD.state IN ('complete', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'consent_is_final'); END""",
    r"""CREATE TRIGGER consent_needs_every_key BEFORE UPDATE ON consent WHEN NEW.state = 'complete' AND ((SELECT count(*) FROM consent_party p WHERE p.consent_id = NEW.id) = 0 OR (SELECT count(*) FROM consent_key k WHERE k.consent_id = NEW.id AND k.round = NEW.round AND k.content_hash = NEW.content_hash) <> (SELECT count(*) FROM consent_party p WHERE p.consent_id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'consent_needs_every_key'); END""",
    r"""CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_is_kept'); END""",
    r"""CREATE TRIGGER consent_party_is_fixed BEFORE UPDATE ON consent_party WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_party_is_fixed'); END""",
    r"""CREATE TRIGGER consent_party_is_kept BEFORE DELETE ON consent_party WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_party_is_kept'); END""",
    r"""CREATE TRIGGER consent_key_fits BEFORE INSERT ON consent_key WHEN NOT EXISTS (SELECT 1 FROM consent c JOIN consent_party p ON p.consent_id = c.id WHERE c.id = NEW.consent_id AND c.state = 'open' AND c.round = NEW.round AND c.content_hash = NEW.content_hash AND p.town_id = NEW.town_id) BEGIN SELECT RAISE(ABORT, 'consent_key_fits'); END""",
    r"""CREATE TRIGGER consent_key_was_checked BEFORE INSERT ON consent_key WHEN NOT EXISTS (SELECT 1 FROM consent_step s WHERE s.consent_id = NEW.consent_id AND s.town_id = NEW.town_id AND s.round = NEW.round AND s.kind = 'check') BEGIN SELECT RAISE(ABORT, 'consent_key_was_checked'); END""",
    r"""CREATE TRIGGER consent_key_is_fixed BEFORE UPDATE ON consent_key WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_key_is_fixed'); END""",
    r"""CREATE TRIGGER consent_key_is_kept BEFORE DELETE ON consent_key WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_key_is_kept'); END""",
    r"""CREATE TRIGGER consent_refusal_is_fixed BEFORE UPDATE ON consent_refusal WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_refusal_is_fixed'); END""",
    r"""CREATE TRIGGER consent_refusal_is_kept BEFORE DELETE ON consent_refusal WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'consent_refusal_is_kept'); END""",
    r"""CREATE TRIGGER claim_guard_insert BEFORE INSERT ON claim WHEN NEW.blocking BEGIN
        SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (SELECT 1 FROM claim WHERE blocking AND from_key < NEW.to_key AND to_key > NEW.from_key AND from_key > NEW.from_key - 1440 AND id <> NEW.id);
        SELECT RAISE(ABORT, 'claim_closed') WHERE EXISTS (SELECT 1 FROM closed_span WHERE number = NEW.number AND NOT lifted AND from_key < NEW.to_key AND to_key > NEW.from_key);
        SELECT RAISE(ABORT, 'claim_divided') WHERE EXISTS (SELECT 1 FROM venue part JOIN venue hall ON part.parent_id = hall.id WHERE hall.number = NEW.number);
    END""",
    r"""CREATE TRIGGER claim_guard_update BEFORE UPDATE OF from_key, to_key, number, blocking ON claim WHEN NEW.blocking BEGIN
        SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (SELECT 1 FROM claim WHERE blocking AND from_key < NEW.to_key AND to_key > NEW.from_key AND from_key > NEW.from_key - 1440 AND id <> NEW.id);
        SELECT RAISE(ABORT, 'claim_closed') WHERE EXISTS (SELECT 1 FROM closed_span WHERE number = NEW.number AND NOT lifted AND from_key < NEW.to_key AND to_key > NEW.from_key);
        SELECT RAISE(ABORT, 'claim_divided') WHERE EXISTS (SELECT 1 FROM venue part JOIN venue hall ON part.parent_id = hall.id WHERE hall.number = NEW.number);
    END""",
]
ON_POSTGRESQL = [
    r"""CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''audit entries are only ever added''; END'""",
    r"""CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    r"""CREATE FUNCTION consent_begins_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state <> 'open' OR NEW.round <> 1 THEN RAISE EXCEPTION 'consent_begins_open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_begins_open BEFORE INSERT ON consent FOR EACH ROW EXECUTE FUNCTION consent_begins_open()""",
    r"""CREATE FUNCTION consent_content_is_a_round() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.content_hash <> OLD.content_hash AND NEW.round <> OLD.round + 1 THEN RAISE EXCEPTION 'consent_content_is_a_round' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_content_is_a_round BEFORE UPDATE ON consent FOR EACH ROW EXECUTE FUNCTION consent_content_is_a_round()""",
    r"""CREATE FUNCTION consent_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state IN ('complete', 'withdrawn') THEN RAISE EXCEPTION 'consent_is_final' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_is_final BEFORE UPDATE ON consent FOR EACH ROW EXECUTE FUNCTION consent_is_final()""",
    r"""CREATE FUNCTION consent_needs_every_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state = 'complete' AND ((SELECT count(*) FROM consent_party p WHERE p.consent_id = NEW.id) = 0 OR (SELECT count(*) FROM consent_key k WHERE k.consent_id = NEW.id AND k.round = NEW.round AND k.content_hash = NEW.content_hash) <> (SELECT count(*) FROM consent_party p WHERE p.consent_id = NEW.id)) THEN RAISE EXCEPTION 'consent_needs_every_key' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_needs_every_key BEFORE UPDATE ON consent FOR EACH ROW EXECUTE FUNCTION consent_needs_every_key()""",
    r"""CREATE FUNCTION consent_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_is_kept' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent FOR EACH ROW EXECUTE FUNCTION consent_is_kept()""",
    r"""CREATE FUNCTION consent_party_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_party_is_fixed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_party_is_fixed BEFORE UPDATE ON consent_party FOR EACH ROW EXECUTE FUNCTION consent_party_is_fixed()""",
    r"""CREATE FUNCTION consent_party_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_party_is_kept' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER consent_party_is_kept BEFORE DELETE ON consent_party FOR EACH ROW EXECUTE FUNCTION consent_party_is_kept()""",
    r"""CREATE FUNCTION consent_key_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM consent c JOIN consent_party p ON p.consent_id = c.id WHERE c.id = NEW.consent_id AND c.state = 'open' AND c.round = NEW.round AND c.content_hash = NEW.content_hash AND p.town_id = NEW.town_id) THEN RAISE EXCEPTION 'consent_key_fits' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_key_fits BEFORE INSERT ON consent_key FOR EACH ROW EXECUTE FUNCTION consent_key_fits()""",
    r"""CREATE FUNCTION consent_key_was_checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM consent_step s WHERE s.consent_id = NEW.consent_id AND s.town_id = NEW.town_id AND s.round = NEW.round AND s.kind = 'check') THEN RAISE EXCEPTION 'consent_key_was_checked' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_key_was_checked BEFORE INSERT ON consent_key FOR EACH ROW EXECUTE FUNCTION consent_key_was_checked()""",
    r"""CREATE FUNCTION consent_key_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_key_is_fixed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_key_is_fixed BEFORE UPDATE ON consent_key FOR EACH ROW EXECUTE FUNCTION consent_key_is_fixed()""",
    r"""CREATE FUNCTION consent_key_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_key_is_kept' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER consent_key_is_kept BEFORE DELETE ON consent_key FOR EACH ROW EXECUTE FUNCTION consent_key_is_kept()""",
    r"""CREATE FUNCTION consent_refusal_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_refusal_is_fixed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER consent_refusal_is_fixed BEFORE UPDATE ON consent_refusal FOR EACH ROW EXECUTE FUNCTION consent_refusal_is_fixed()""",
    r"""CREATE FUNCTION consent_refusal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'consent_refusal_is_kept' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER consent_refusal_is_kept BEFORE DELETE ON consent_refusal FOR EACH ROW EXECUTE FUNCTION consent_refusal_is_kept()""",
    r"""ALTER TABLE claim ADD CONSTRAINT claim_overlap EXCLUDE USING gist (int8range(from_key, to_key) WITH &&) WHERE (blocking)""",
    r"""CREATE FUNCTION claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.blocking THEN
        PERFORM pg_advisory_xact_lock_shared(7301, NEW.number);
        IF EXISTS (SELECT 1 FROM closed_span WHERE number = NEW.number AND NOT lifted AND from_key < NEW.to_key AND to_key > NEW.from_key) THEN
            RAISE EXCEPTION 'claim_closed' USING ERRCODE = '23P01', CONSTRAINT = 'claim_closed';
        END IF;
        IF EXISTS (SELECT 1 FROM venue part JOIN venue hall ON part.parent_id = hall.id WHERE hall.number = NEW.number) THEN
            RAISE EXCEPTION 'claim_divided' USING ERRCODE = '23P01', CONSTRAINT = 'claim_divided';
        END IF;
    END IF;
    RETURN NEW;
END $$""",
    r"""CREATE TRIGGER claim_guard BEFORE INSERT OR UPDATE OF from_key, to_key, number, blocking ON claim FOR EACH ROW EXECUTE FUNCTION claim_guard()""",
]
POLICIES = [
    r"""ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "audit_entry" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "audit_entry" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "audit_entry" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "audit_entry" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "audit_entry" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "calendar_day" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "calendar_day" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "calendar_day" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "calendar_day" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "calendar_day" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "calendar_day" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "calendar_year" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "calendar_year" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "calendar_year" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "calendar_year" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "calendar_year" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "calendar_year" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "sharing_basis" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "sharing_basis" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "sharing_basis" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "sharing_basis" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "sharing_basis" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "sharing_basis" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "authorisation" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "authorisation" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "authorisation" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "authorisation" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "authorisation" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "authorisation" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "contact" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "contact" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "contact" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "contact" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "contact" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "contact" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "credential" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "credential" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "credential" FOR SELECT USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "credential" FOR INSERT WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "credential" FOR UPDATE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[])) WITH CHECK (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "credential" FOR DELETE USING (person_id = ANY (string_to_array(current_setting('app.person_id', true), ',')::uuid[]))""",
    r"""ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "notice" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "notice" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "notice" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "notice" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "notice" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "booking" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "booking" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "booking" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "booking" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "booking" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "booking" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent_basis" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent_basis" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent_basis" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent_basis" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent_basis" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent_basis" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent_key" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent_key" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent_key" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent_key" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent_key" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent_key" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent_party" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent_party" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent_party" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent_party" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent_party" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent_party" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent_refusal" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent_refusal" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent_refusal" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent_refusal" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent_refusal" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent_refusal" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "consent_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "consent_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "consent_step" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "consent_step" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "consent_step" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "consent_step" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "booking_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "booking_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "booking_step" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "booking_step" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "booking_step" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "booking_step" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
]


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("town_id", "seq", name=op.f("uq_audit_entry_town_id_seq")),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject"], unique=False)
    op.create_index("ix_audit_entry_town_id_at", "audit_entry", ["town_id", "at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("town_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index("ix_failed_sign_in_login_at", "failed_sign_in", ["login", "at"], unique=False)
    op.create_table(
        "job_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_run_job_due_at")),
    )
    op.create_index("ix_job_run_due_at", "job_run", ["due_at"], unique=False)
    op.create_table(
        "partnership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("proposed", "active", name="partnershipstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint("name", name=op.f("uq_partnership_name")),
    )
    op.create_table(
        "scheduled_job",
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_scheduled_job")),
    )
    op.create_table(
        "scheduler_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduler_lease")),
    )
    op.create_table(
        "submitted_form",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submitted_form")),
    )
    op.create_index("ix_submitted_form_at", "submitted_form", ["at"], unique=False)
    op.create_table(
        "town",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=20), nullable=False),
        sa.Column("county", sa.String(length=20), nullable=False),
        sa.Column("one_person_two_steps", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town")),
        sa.UniqueConstraint("name", name=op.f("uq_town_name")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Enum("off", "work", name="daykind", native_enum=False, length=24), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_calendar_day_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("partnership_id", "day", name=op.f("uq_calendar_day_partnership_id_day")),
    )
    op.create_index(op.f("ix_calendar_day_partnership_id"), "calendar_day", ["partnership_id"], unique=False)
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column(
            "source", sa.Enum("library", "csv", "hand", name="source", native_enum=False, length=24), nullable=False
        ),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_calendar_year_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("partnership_id", "year", name=op.f("uq_calendar_year_partnership_id_year")),
    )
    op.create_index(op.f("ix_calendar_year_partnership_id"), "calendar_year", ["partnership_id"], unique=False)
    op.create_table(
        "organ",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("printed_by", sa.String(length=60), nullable=False),
        sa.Column("send_to", sa.String(length=200), nullable=False),
        sa.Column("copy_to", sa.String(length=200), nullable=False),
        sa.Column("own_numbers", sa.Boolean(), nullable=False),
        sa.Column("is_party_committee", sa.Boolean(), nullable=False),
        sa.Column("seal_file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_organ_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ")),
        sa.UniqueConstraint("town_id", "full_name", name=op.f("uq_organ_town_id_full_name")),
    )
    op.create_index(op.f("ix_organ_town_id"), "organ", ["town_id"], unique=False)
    op.create_table(
        "partnership_town",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_town_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_partnership_town_town_id_town")),
        sa.PrimaryKeyConstraint("partnership_id", "town_id", name=op.f("pk_partnership_town")),
    )
    op.create_index(op.f("ix_partnership_town_town_id"), "partnership_town", ["town_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("phonetic", sa.String(length=200), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_person_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_index(op.f("ix_person_town_id"), "person", ["town_id"], unique=False)
    op.create_table(
        "sharing_basis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_sharing_basis_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_basis")),
    )
    op.create_index(op.f("ix_sharing_basis_partnership_id"), "sharing_basis", ["partnership_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "tier", sa.Enum("town", "neighbourhood", "grid", name="tier", native_enum=False, length=24), nullable=False
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_unit_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("town_id", "name", name=op.f("uq_unit_town_id_name")),
    )
    op.create_index(op.f("ix_unit_town_id"), "unit", ["town_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "secretary",
                "office_head",
                "organiser",
                "clerk",
                "worker",
                "secondee",
                "mentor",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("may_turn_keys", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_assignment_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"], unique=False)
    op.create_index(op.f("ix_assignment_town_id"), "assignment", ["town_id"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("secretary_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_authorisation_deputy_id_person")),
        sa.ForeignKeyConstraint(["secretary_id"], ["person.id"], name=op.f("fk_authorisation_secretary_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_authorisation_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    op.create_index(op.f("ix_authorisation_town_id"), "authorisation", ["town_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "complete", "refused", "withdrawn", name="consentstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "needs_basis",
            sa.Enum("none", "committee", "committee_and_legal", name="basis", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("is_document", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asking_town_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closing_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_consent_asked_by_person")),
        sa.ForeignKeyConstraint(["asking_town_id"], ["town.id"], name=op.f("fk_consent_asking_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_consent_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_partnership_id"), "consent", ["partnership_id"], unique=False)
    op.create_index("ix_consent_state", "consent", ["state", "partnership_id"], unique=False)
    op.create_index("ix_consent_subject_asked_at", "consent", ["subject", "asked_at"], unique=False)
    op.create_index(
        "uq_consent_live_subject",
        "consent",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'refused')"),
        postgresql_where=sa.text("state IN ('open', 'refused')"),
    )
    op.create_table(
        "contact",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_contact_town_id_town")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_town_id"), "contact", ["town_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=160), nullable=False),
        sa.Column("channel", sa.Enum("page", "mail", name="channel", native_enum=False, length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_notice_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("event", "person_id", "channel", name="uq_notice_event_person_channel"),
    )
    op.create_index("ix_notice_due", "notice", ["town_id", "channel", "delivered_at", "due_at"], unique=False)
    op.create_index("ix_notice_person_id_made_at", "notice", ["person_id", "made_at"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
    )
    op.create_index("ix_sign_in_session_person_id", "sign_in_session", ["person_id"], unique=False)
    op.create_table(
        "venue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hall",
                "meeting_room",
                "party_room",
                "council_room",
                "reading_room",
                "dance_room",
                "classroom",
                "canteen",
                "health_room",
                "mediation_room",
                "day_care",
                "after_school",
                "advice_room",
                "other",
                name="venuekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("area_m2", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("equipment", sa.String(length=300), nullable=False),
        sa.Column("parking", sa.String(length=120), nullable=False),
        sa.Column("is_step_free", sa.Boolean(), nullable=False),
        sa.Column("is_staffed", sa.Boolean(), nullable=False),
        sa.Column("gap_before", sa.Integer(), nullable=False),
        sa.Column("gap_after", sa.Integer(), nullable=False),
        sa.Column(
            "sharing",
            sa.Enum("none", "on_request", "at_once", name="sharing", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "holidays", sa.Enum("closed", "as_sunday", name="holidays", native_enum=False, length=24), nullable=False
        ),
        sa.Column("notes", sa.String(length=500), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_venue_number")),
        sa.CheckConstraint("seats > 0", name=op.f("ck_venue_seats")),
        sa.ForeignKeyConstraint(["parent_id"], ["venue.id"], name=op.f("fk_venue_parent_id_venue")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_venue_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_venue_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("number", name="uq_venue_number"),
        sa.UniqueConstraint("unit_id", "name", name="uq_venue_unit_name"),
    )
    op.create_index(op.f("ix_venue_parent_id"), "venue", ["parent_id"], unique=False)
    op.create_index(op.f("ix_venue_town_id"), "venue", ["town_id"], unique=False)
    op.create_index(op.f("ix_venue_unit_id"), "venue", ["unit_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "meeting",
                "party",
                "lecture",
                "culture",
                "service",
                "mediation",
                "training",
                "other",
                name="use",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "confirmed",
                "checked_in",
                "completed",
                "declined",
                "cancelled",
                "no_show",
                "expired",
                name="bookingstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("lapses_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_span")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_booking_owner_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_booking_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_booking_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_booking_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_owner_state", "booking", ["owner_town_id", "state"], unique=False)
    op.create_index("ix_booking_subject", "booking", ["subject"], unique=False)
    op.create_index("ix_booking_town_starts", "booking", ["town_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_booking_venue_id"), "booking", ["venue_id"], unique=False)
    op.create_index("ix_booking_venue_starts", "booking", ["venue_id", "starts_at"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("upkeep", "own_use", "emergency", name="closurekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closure_span")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_closure_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_closure_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_venue_id"), "closure", ["venue_id"], unique=False)
    op.create_table(
        "consent_basis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("committee", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("legal_review", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_basis_consent_id_consent")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_consent_basis_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_basis")),
        sa.UniqueConstraint("consent_id", "town_id", "round", name="uq_consent_basis"),
    )
    op.create_index(op.f("ix_consent_basis_town_id"), "consent_basis", ["town_id"], unique=False)
    op.create_table(
        "consent_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("turned_by", sa.Uuid(), nullable=False),
        sa.Column("turned_by_name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("signed_for_name", sa.String(length=40), nullable=False),
        sa.Column(
            "publicity",
            sa.Enum("open", "on_request", "closed", name="publicity", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("secrecy_checked", sa.Boolean(), nullable=False),
        sa.Column("has_basis", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_key_consent_id_consent")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_consent_key_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_consent_key_town_id_town")),
        sa.ForeignKeyConstraint(["turned_by"], ["person.id"], name=op.f("fk_consent_key_turned_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_key")),
        sa.UniqueConstraint("consent_id", "town_id", "content_hash", "round", name="uq_consent_key_content"),
        sa.UniqueConstraint("consent_id", "town_id", "round", name="uq_consent_key_town"),
        sa.UniqueConstraint("consent_id", "turned_by", "round", name="uq_consent_key_person"),
    )
    op.create_index(op.f("ix_consent_key_partnership_id"), "consent_key", ["partnership_id"], unique=False)
    op.create_table(
        "consent_party",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_party_consent_id_consent")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_consent_party_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_consent_party_town_id_town")),
        sa.PrimaryKeyConstraint("consent_id", "town_id", name=op.f("pk_consent_party")),
    )
    op.create_index(op.f("ix_consent_party_partnership_id"), "consent_party", ["partnership_id"], unique=False)
    op.create_table(
        "consent_refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("counter_text", sa.String(length=4000), nullable=False),
        sa.Column("refused_by", sa.Uuid(), nullable=False),
        sa.Column("refused_by_name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_refusal_consent_id_consent")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_consent_refusal_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["refused_by"], ["person.id"], name=op.f("fk_consent_refusal_refused_by_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_consent_refusal_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_refusal")),
        sa.UniqueConstraint("consent_id", "round", name="uq_consent_refusal_round"),
    )
    op.create_index(op.f("ix_consent_refusal_partnership_id"), "consent_refusal", ["partnership_id"], unique=False)
    op.create_table(
        "consent_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Enum("draft", "check", "turn", name="step", native_enum=False, length=24), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_by_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_step_consent_id_consent")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_consent_step_done_by_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_consent_step_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_step")),
        sa.UniqueConstraint("consent_id", "town_id", "round", "kind", name="uq_consent_step_kind"),
    )
    op.create_index(op.f("ix_consent_step_town_id"), "consent_step", ["town_id"], unique=False)
    op.create_table(
        "day_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "opens IS NULL OR (0 <= opens AND opens < closes AND closes <= 1440)", name=op.f("ck_day_exception_span")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_day_exception_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_exception")),
        sa.UniqueConstraint("venue_id", "on", name="uq_day_exception_venue_on"),
    )
    op.create_table(
        "opening_span",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name=op.f("ck_opening_span_span")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_opening_span_weekday")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_opening_span_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_span")),
    )
    op.create_index(op.f("ix_opening_span_venue_id"), "opening_span", ["venue_id"], unique=False)
    op.create_table(
        "booking_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("owner_town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "booked",
                "requested",
                "approved",
                "declined",
                "moved",
                "edited",
                "cancelled",
                "expired",
                "checked_in",
                "no_show",
                "completed",
                "closure",
                "taken_over",
                name="deed",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_town_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_step_booking_id_booking")),
        sa.ForeignKeyConstraint(["owner_town_id"], ["town.id"], name=op.f("fk_booking_step_owner_town_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_booking_step_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_step_person_id_person")),
        sa.ForeignKeyConstraint(["person_town_id"], ["town.id"], name=op.f("fk_booking_step_person_town_id_town")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_booking_step_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_step")),
    )
    op.create_index("ix_booking_step_booking_id_at", "booking_step", ["booking_id", "at"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_key", sa.BigInteger(), nullable=False),
        sa.Column("to_key", sa.BigInteger(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("lapses_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "from_key >= number * 4294967296 AND to_key <= (number + 1) * 4294967296", name=op.f("ck_claim_line")
        ),
        sa.CheckConstraint("to_key > from_key AND to_key - from_key <= 1440", name=op.f("ck_claim_length")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_claim_booking_id_booking")),
        sa.ForeignKeyConstraint(["number"], ["venue.number"], name=op.f("fk_claim_number_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_booking_id", "claim", ["booking_id"], unique=False)
    op.create_index("ix_claim_from_key", "claim", ["from_key"], unique=False)
    op.create_table(
        "closed_span",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_key", sa.BigInteger(), nullable=False),
        sa.Column("to_key", sa.BigInteger(), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("to_key > from_key", name=op.f("ck_closed_span_length")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closed_span_closure_id_closure")),
        sa.ForeignKeyConstraint(["number"], ["venue.number"], name=op.f("fk_closed_span_number_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_span")),
    )
    op.create_index(op.f("ix_closed_span_closure_id"), "closed_span", ["closure_id"], unique=False)
    op.create_index("ix_closed_span_number_to_key", "closed_span", ["number", "to_key"], unique=False)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (*ON_POSTGRESQL, *POLICIES) if on_postgresql else ON_SQLITE:
        op.get_bind().exec_driver_sql(statement)
    if on_postgresql:
        open_to_roles(TABLES, UNDER_POLICY)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION IF EXISTS {function}")
