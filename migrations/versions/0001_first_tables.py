"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

from migrations.roles import open_to_roles

revision = "0001"
down_revision = None

TABLES = [
    "particulars",
    "minutes_version",
    "minutes_revision",
    "attendance_entry",
    "sign_in_door",
    "resolution",
    "participant",
    "minutes_draft",
    "minutes_correction",
    "minutes",
    "meeting_room_plan",
    "meeting_change",
    "duty",
    "closed_span",
    "claim",
    "call_paper",
    "booking_step",
    "attendance_sheet",
    "agenda_item",
    "topic_draft_paper",
    "proposal",
    "opening_span",
    "meeting",
    "followup_step",
    "followup_part",
    "followup_confirmation",
    "errand_step",
    "day_exception",
    "consent_step",
    "consent_refusal",
    "consent_party",
    "consent_key",
    "consent_basis",
    "closure",
    "booking",
    "venue",
    "turn",
    "topic_paper",
    "topic_nod",
    "topic_draft",
    "sign_in_session",
    "series_town",
    "rotation_event",
    "partnership_change",
    "notice",
    "invitation",
    "followup",
    "errand",
    "credential",
    "contact",
    "consent",
    "calendar_address",
    "avoid_period",
    "authorisation",
    "assignment",
    "unit",
    "topic_call",
    "topic",
    "sharing_basis",
    "shared_file",
    "private_file",
    "person",
    "partnership_town",
    "partnership_terms",
    "organ",
    "number_series",
    "notice_number",
    "meeting_series",
    "followup_figure_consent",
    "document",
    "calendar_year",
    "calendar_day",
    "verification_code",
    "town",
    "submitted_form",
    "scheduler_lease",
    "scheduled_job",
    "partnership",
    "job_run",
    "failed_sign_in",
    "door_knock",
    "audit_head",
    "audit_entry",
]
UNDER_POLICY = [
    "audit_entry",
    "calendar_day",
    "calendar_year",
    "document",
    "followup_figure_consent",
    "meeting_series",
    "notice_number",
    "number_series",
    "partnership_terms",
    "private_file",
    "shared_file",
    "sharing_basis",
    "topic",
    "topic_call",
    "authorisation",
    "avoid_period",
    "consent",
    "contact",
    "credential",
    "errand",
    "followup",
    "notice",
    "partnership_change",
    "rotation_event",
    "series_town",
    "topic_draft",
    "topic_nod",
    "topic_paper",
    "turn",
    "booking",
    "consent_basis",
    "consent_key",
    "consent_party",
    "consent_refusal",
    "consent_step",
    "errand_step",
    "followup_confirmation",
    "followup_part",
    "followup_step",
    "meeting",
    "proposal",
    "topic_draft_paper",
    "agenda_item",
    "attendance_sheet",
    "booking_step",
    "call_paper",
    "duty",
    "meeting_change",
    "meeting_room_plan",
    "minutes",
    "minutes_correction",
    "minutes_draft",
    "participant",
    "resolution",
    "attendance_entry",
    "minutes_revision",
    "minutes_version",
    "particulars",
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
    "partnership_needs_keys",
    "refuse_change",
    "refuse_document_change",
]

# Triggers, constraints and functions that a table definition cannot say.
ON_SQLITE = [
    r"""CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END""",
    r"""CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END""",
    r"""CREATE TRIGGER partnership_needs_keys BEFORE UPDATE ON partnership WHEN NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.partnership_id = NEW.id AND c.state = 'complete') BEGIN SELECT RAISE(ABORT, 'partnership_needs_keys'); END""",
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            WHEN OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state) BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END""",
    r"""CREATE TRIGGER document_no_delete BEFORE DELETE ON document
            WHEN OLD.state = 'issued' BEGIN SELECT RAISE(ABORT, 'issued documents never change'); END""",
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
    r"""CREATE FUNCTION partnership_needs_keys() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.partnership_id = NEW.id AND c.state = 'complete') THEN RAISE EXCEPTION 'partnership_needs_keys' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER partnership_needs_keys BEFORE UPDATE ON partnership FOR EACH ROW EXECUTE FUNCTION partnership_needs_keys()""",
    r"""CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''issued documents never change''; END'""",
    r"""CREATE TRIGGER document_no_update BEFORE UPDATE ON document
            FOR EACH ROW WHEN (OLD.state = 'issued' AND (NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.title <> OLD.title OR NEW.code <> OLD.code OR NEW.formed_on <> OLD.formed_on OR NEW.printed_on <> OLD.printed_on OR NEW.pdf_hash <> OLD.pdf_hash OR NEW.docx_hash <> OLD.docx_hash OR NEW.state <> OLD.state)) EXECUTE FUNCTION refuse_document_change()""",
    r"""CREATE TRIGGER document_no_delete BEFORE DELETE ON document
            FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION refuse_document_change()""",
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
    r"""ALTER TABLE "document" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "document" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "document" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "document" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "document" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "document" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "followup_figure_consent" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "followup_figure_consent" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "followup_figure_consent" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "followup_figure_consent" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "followup_figure_consent" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "followup_figure_consent" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "meeting_series" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "meeting_series" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "meeting_series" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "meeting_series" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "meeting_series" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "meeting_series" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "notice_number" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "notice_number" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "notice_number" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "notice_number" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "notice_number" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "notice_number" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "number_series" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "number_series" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "number_series" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "number_series" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "number_series" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "number_series" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "partnership_terms" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "partnership_terms" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "partnership_terms" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "partnership_terms" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "partnership_terms" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "partnership_terms" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "private_file" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "private_file" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "private_file" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "private_file" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "private_file" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "private_file" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "shared_file" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "shared_file" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "shared_file" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "shared_file" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "shared_file" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "shared_file" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "sharing_basis" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "sharing_basis" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "sharing_basis" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "sharing_basis" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "sharing_basis" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "sharing_basis" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic_call" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic_call" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic_call" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic_call" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic_call" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic_call" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "authorisation" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "authorisation" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "authorisation" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "authorisation" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "authorisation" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "authorisation" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "avoid_period" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "avoid_period" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "avoid_period" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "avoid_period" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "avoid_period" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "avoid_period" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
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
    r"""ALTER TABLE "errand" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "errand" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "errand" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "errand" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "errand" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "errand" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "followup" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "followup" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "followup" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "followup" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "followup" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "followup" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "notice" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "notice" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "notice" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "notice" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "notice" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "partnership_change" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "partnership_change" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "partnership_change" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "partnership_change" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "partnership_change" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "partnership_change" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "rotation_event" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "rotation_event" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "rotation_event" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "rotation_event" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "rotation_event" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "rotation_event" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "series_town" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "series_town" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "series_town" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "series_town" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "series_town" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "series_town" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic_draft" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic_draft" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic_draft" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic_draft" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic_draft" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic_draft" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic_nod" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic_nod" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic_nod" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic_nod" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic_nod" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic_nod" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic_paper" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic_paper" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic_paper" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic_paper" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic_paper" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic_paper" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "turn" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "turn" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "turn" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "turn" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "turn" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "turn" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
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
    r"""ALTER TABLE "errand_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "errand_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "errand_step" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "errand_step" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "errand_step" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "errand_step" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "followup_confirmation" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "followup_confirmation" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "followup_confirmation" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "followup_confirmation" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "followup_confirmation" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "followup_confirmation" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "followup_part" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "followup_part" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "followup_part" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "followup_part" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "followup_part" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "followup_part" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "followup_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "followup_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "followup_step" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "followup_step" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "followup_step" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "followup_step" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "meeting" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "meeting" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "meeting" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "meeting" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "meeting" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "meeting" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "proposal" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "proposal" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "proposal" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "proposal" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "proposal" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "proposal" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "topic_draft_paper" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "topic_draft_paper" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "topic_draft_paper" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "topic_draft_paper" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "topic_draft_paper" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "topic_draft_paper" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agenda_item" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agenda_item" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agenda_item" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agenda_item" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agenda_item" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agenda_item" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "attendance_sheet" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "attendance_sheet" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "attendance_sheet" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "attendance_sheet" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "attendance_sheet" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "attendance_sheet" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "booking_step" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "booking_step" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "booking_step" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "booking_step" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "booking_step" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "booking_step" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR owner_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "call_paper" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "call_paper" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "call_paper" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "call_paper" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "call_paper" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "call_paper" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "duty" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "duty" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "duty" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "duty" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "duty" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "duty" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "meeting_change" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "meeting_change" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "meeting_change" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "meeting_change" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "meeting_change" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "meeting_change" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "meeting_room_plan" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "meeting_room_plan" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "meeting_room_plan" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "meeting_room_plan" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "meeting_room_plan" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "meeting_room_plan" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "minutes" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "minutes" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "minutes" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "minutes" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "minutes" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "minutes" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "minutes_correction" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "minutes_correction" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "minutes_correction" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "minutes_correction" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "minutes_correction" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "minutes_correction" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "minutes_draft" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "minutes_draft" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "minutes_draft" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "minutes_draft" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "minutes_draft" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "minutes_draft" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "participant" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "participant" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "participant" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "participant" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "participant" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "participant" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "resolution" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "resolution" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "resolution" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "resolution" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "resolution" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "resolution" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "attendance_entry" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "attendance_entry" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "attendance_entry" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "attendance_entry" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "attendance_entry" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "attendance_entry" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "minutes_revision" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "minutes_revision" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "minutes_revision" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "minutes_revision" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "minutes_revision" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "minutes_revision" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "minutes_version" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "minutes_version" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "minutes_version" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "minutes_version" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "minutes_version" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "minutes_version" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "particulars" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "particulars" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "particulars" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "particulars" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "particulars" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "particulars" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
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
        "door_knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_knock")),
    )
    op.create_index("ix_door_knock_address_at", "door_knock", ["address_hash", "at"], unique=False)
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index("ix_failed_sign_in_address_at", "failed_sign_in", ["address", "at"], unique=False)
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
        "verification_code",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.Column("organs", sa.JSON(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("pdf_hash", sa.String(length=64), nullable=False),
        sa.Column("docx_hash", sa.String(length=64), nullable=False),
        sa.Column("corrected_by", sa.String(length=90), nullable=False),
        sa.Column("corrected_by_code", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_verification_code")),
        sa.UniqueConstraint("document_id", name=op.f("uq_verification_code_document_id")),
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
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("minutes", "excerpt", "correction", "letter", name="documentkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.Column("organs", sa.JSON(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column(
            "publicity",
            sa.Enum("open", "on_request", "closed", name="publicity", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("secrecy_checked_by", sa.String(length=60), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("printed_count", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("queued", "issued", "failed", name="documentstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("queued_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.Column("pdf_hash", sa.String(length=64), nullable=False),
        sa.Column("docx_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["document.id"], name=op.f("fk_document_corrects_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_document_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_document_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
        sa.UniqueConstraint(
            "partnership_id", "series", "year", "sequence", name=op.f("uq_document_partnership_id_series_year_sequence")
        ),
        sa.UniqueConstraint("subject", name=op.f("uq_document_subject")),
    )
    op.create_index("ix_document_partnership_id_formed_on", "document", ["partnership_id", "formed_on"], unique=False)
    op.create_index("ix_document_state_claimed_until", "document", ["state", "claimed_until"], unique=False)
    op.create_table(
        "followup_figure_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_followup_figure_consent_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_followup_figure_consent_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_figure_consent")),
        sa.UniqueConstraint("partnership_id", "town_id", name="uq_followup_figure_consent"),
    )
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column(
            "day_kind",
            sa.Enum("nth_weekday", "last_weekday", "day_of_month", name="daykind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("day_of_month", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("ends_at", sa.String(length=5), nullable=False),
        sa.Column(
            "when_closed",
            sa.Enum("next", "previous", "next_week", name="whenclosed", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("topic_close_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("minutes_days", sa.Integer(), nullable=False),
        sa.Column("plan_ahead", sa.Integer(), nullable=False),
        sa.Column("confirm_from_days", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "active", "dropped", name="seriesstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_meeting_series_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_partnership_id"), "meeting_series", ["partnership_id"], unique=False)
    op.create_table(
        "notice_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_notice_number_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_number")),
        sa.UniqueConstraint("town_id", "series", "year", name=op.f("uq_notice_number_town_id_series_year")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_number_series_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "partnership_id", "series", "year", name=op.f("uq_number_series_partnership_id_series_year")
        ),
    )
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
        "partnership_terms",
        sa.Column("leader_of_each", sa.Boolean(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("takes_numbers", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("printed_by", sa.String(length=60), nullable=False),
        sa.Column("copies_to", sa.String(length=300), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "number_form", sa.Enum("yearly", "issues", name="numberform", native_enum=False, length=24), nullable=False
        ),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_terms_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_partnership_terms")),
    )
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
        sa.Column("password_due_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_person_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_index(op.f("ix_person_town_id"), "person", ["town_id"], unique=False)
    op.create_table(
        "private_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf", "docx", "xlsx", "pptx", "csv", "png", "jpg", "webp", name="kind", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_private_file_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_file")),
    )
    op.create_index("ix_private_file_sha256", "private_file", ["sha256"], unique=False)
    op.create_index(op.f("ix_private_file_town_id"), "private_file", ["town_id"], unique=False)
    op.create_table(
        "shared_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf", "docx", "xlsx", "pptx", "csv", "png", "jpg", "webp", name="kind", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_shared_file_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_file")),
    )
    op.create_index(op.f("ix_shared_file_partnership_id"), "shared_file", ["partnership_id"], unique=False)
    op.create_index("ix_shared_file_sha256", "shared_file", ["sha256"], unique=False)
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
        "topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("presenter", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("pool", "placed", "closed", "withdrawn", name="topicstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("passed_at", sa.DateTime(), nullable=False),
        sa.Column("passed_by", sa.String(length=40), nullable=False),
        sa.Column("meeting", sa.String(length=80), nullable=False),
        sa.Column("carried_from", sa.String(length=80), nullable=False),
        sa.Column(
            "carry",
            sa.Enum("more_study", "standing", "open_followup", name="carry", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_topic_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_topic_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_index(op.f("ix_topic_meeting"), "topic", ["meeting"], unique=False)
    op.create_index("ix_topic_partnership_state", "topic", ["partnership_id", "state"], unique=False)
    op.create_table(
        "topic_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_topic_call_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_call")),
        sa.UniqueConstraint("meeting", name="uq_topic_call_meeting"),
    )
    op.create_index("ix_topic_call_partnership_held", "topic_call", ["partnership_id", "held_at"], unique=False)
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
        "avoid_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("spring_festival", "yearly", "once", name="avoidkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_avoid_period_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_avoid_period_series_id_meeting_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avoid_period")),
    )
    op.create_index(op.f("ix_avoid_period_partnership_id"), "avoid_period", ["partnership_id"], unique=False)
    op.create_index("ix_avoid_period_series_id", "avoid_period", ["series_id"], unique=False)
    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
    )
    op.create_index(
        "uq_calendar_address_in_force",
        "calendar_address",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
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
        "errand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_progress",
                "reported",
                "closed",
                "withdrawn",
                name="errandstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_errand_percent")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_errand_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_errand_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_errand_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
    )
    op.create_index("ix_errand_town_state_due", "errand", ["town_id", "state", "due_on"], unique=False)
    op.create_table(
        "followup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("source_title", sa.String(length=80), nullable=False),
        sa.Column("source_url", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("unit_name", sa.String(length=60), nullable=False),
        sa.Column("person_name", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_progress",
                "reported",
                "closed",
                "withdrawn",
                name="followupstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_followup_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_followup_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup")),
        sa.UniqueConstraint("partnership_id", "source", name="uq_followup_source"),
    )
    op.create_index(
        "ix_followup_partnership_state_due", "followup", ["partnership_id", "state", "due_on"], unique=False
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
        "partnership_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum("found", "rename", "join", "leave", "agree_terms", name="deed", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposing_town_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_change_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_partnership_change_proposed_by_person")),
        sa.ForeignKeyConstraint(
            ["proposing_town_id"], ["town.id"], name=op.f("fk_partnership_change_proposing_town_id_town")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["partnership.id"], name=op.f("fk_partnership_change_target_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_change")),
    )
    op.create_index(
        op.f("ix_partnership_change_partnership_id"), "partnership_change", ["partnership_id"], unique=False
    )
    op.create_index("ix_partnership_change_target_id", "partnership_change", ["target_id", "proposed_at"], unique=False)
    op.create_table(
        "rotation_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("swap", "skip", "reorder", "cancel", name="eventkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("turn_number", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("town_order", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["town.id"], name=op.f("fk_rotation_event_other_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_rotation_event_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_rotation_event_series_id_meeting_series")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_rotation_event_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_event")),
    )
    op.create_index(op.f("ix_rotation_event_partnership_id"), "rotation_event", ["partnership_id"], unique=False)
    op.create_index(
        "ix_rotation_event_series_id", "rotation_event", ["series_id", "turn_number", "place"], unique=False
    )
    op.create_table(
        "series_town",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_turn", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_series_town_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_series_town_series_id_meeting_series")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_series_town_town_id_town")),
        sa.PrimaryKeyConstraint("series_id", "town_id", name=op.f("pk_series_town")),
    )
    op.create_index(op.f("ix_series_town_partnership_id"), "series_town", ["partnership_id"], unique=False)
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
        "topic_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("presenter", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("prepared", "submitted", "returned", "passed", name="draftstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_topic_draft_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topic_draft_person_id_person")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_draft_topic_id_topic")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_topic_draft_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_draft")),
    )
    op.create_index("ix_topic_draft_town_state", "topic_draft", ["town_id", "state"], unique=False)
    op.create_table(
        "topic_nod",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.String(length=80), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_topic_nod_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topic_nod_person_id_person")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_nod_topic_id_topic")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_topic_nod_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_nod")),
        sa.UniqueConstraint("topic_id", "meeting", "town_id", name="uq_topic_nod_town"),
    )
    op.create_table(
        "topic_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_topic_paper_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_paper_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_paper")),
    )
    op.create_index(op.f("ix_topic_paper_topic_id"), "topic_paper", ["topic_id"], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("nominal_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("is_postponed", sa.Boolean(), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "fixed", "held", "cancelled", name="turnstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["town.id"], name=op.f("fk_turn_host_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_turn_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["meeting_series.id"], name=op.f("fk_turn_series_id_meeting_series")),
        sa.ForeignKeyConstraint(["whose_id"], ["town.id"], name=op.f("fk_turn_whose_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_turn_series_id_number")),
    )
    op.create_index(op.f("ix_turn_partnership_id"), "turn", ["partnership_id"], unique=False)
    op.create_index("ix_turn_series_id_day", "turn", ["series_id", "day"], unique=False)
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
        "errand_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("errand_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "assigned",
                "progress",
                "reported",
                "returned",
                "closed",
                "withdrawn",
                name="deed",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["errand_id"], ["errand.id"], name=op.f("fk_errand_step_errand_id_errand")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_errand_step_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_errand_step_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand_step")),
        sa.UniqueConstraint("errand_id", "number", name="uq_errand_step_number"),
    )
    op.create_table(
        "followup_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("followup_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["followup_id"], ["followup.id"], name=op.f("fk_followup_confirmation_followup_id_followup")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_followup_confirmation_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_followup_confirmation_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_followup_confirmation_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_confirmation")),
        sa.UniqueConstraint("followup_id", "town_id", name="uq_followup_confirmation_town"),
    )
    op.create_table(
        "followup_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("followup_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_followup_part_percent")),
        sa.ForeignKeyConstraint(["followup_id"], ["followup.id"], name=op.f("fk_followup_part_followup_id_followup")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_followup_part_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_followup_part_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_part")),
        sa.UniqueConstraint("followup_id", "town_id", name="uq_followup_part_town"),
    )
    op.create_index("ix_followup_part_town_reported", "followup_part", ["town_id", "reported_on"], unique=False)
    op.create_table(
        "followup_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("followup_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "assigned",
                "progress",
                "reported",
                "returned",
                "confirmed",
                "closed",
                "withdrawn",
                name="deed",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["followup_id"], ["followup.id"], name=op.f("fk_followup_step_followup_id_followup")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_followup_step_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_followup_step_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_followup_step_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_step")),
        sa.UniqueConstraint("followup_id", "number", name="uq_followup_step_number"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Enum("regular", "adhoc", name="kind", native_enum=False, length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("original_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "convened",
                "postponed",
                "held",
                "drafting",
                "in_consent",
                "issuing",
                "issued",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("adjustment", sa.String(length=200), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("turn_revision", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("parking", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("convened_at", sa.DateTime(), nullable=True),
        sa.Column("topics_closed_at", sa.DateTime(), nullable=True),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_span")),
        sa.ForeignKeyConstraint(["host_id"], ["town.id"], name=op.f("fk_meeting_host_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_meeting_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["meeting_series.id"], name=op.f("fk_meeting_series_id_meeting_series")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_meeting_turn_id_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_meeting_turn_id")),
    )
    op.create_index("ix_meeting_partnership_id_starts_at", "meeting", ["partnership_id", "starts_at"], unique=False)
    op.create_index(
        "uq_meeting_adhoc",
        "meeting",
        ["partnership_id", "year", "number"],
        unique=True,
        sqlite_where=sa.text("kind = 'adhoc'"),
        postgresql_where=sa.text("kind = 'adhoc'"),
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
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("found", "terms", "swap", "skip", "join", name="proposalkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "agreed", "refused", "withdrawn", name="proposalstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_town_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_proposal_consent_id_consent")),
        sa.ForeignKeyConstraint(["other_id"], ["town.id"], name=op.f("fk_proposal_other_id_town")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_proposal_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_town_id"], ["town.id"], name=op.f("fk_proposal_proposed_by_town_id_town")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_proposal_series_id_meeting_series")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_proposal_town_id_town")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_proposal_turn_id_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_partnership_id"), "proposal", ["partnership_id"], unique=False)
    op.create_index("ix_proposal_series_id", "proposal", ["series_id", "state"], unique=False)
    op.create_table(
        "topic_draft_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["topic_draft.id"], name=op.f("fk_topic_draft_paper_draft_id_topic_draft")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_topic_draft_paper_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_draft_paper")),
    )
    op.create_index(op.f("ix_topic_draft_paper_draft_id"), "topic_draft_paper", ["draft_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Enum("followups", "topic", name="itemkind", native_enum=False, length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("presenter", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_agenda_item_minutes")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_agenda_item_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_agenda_item_topic_id_topic")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agenda_item_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "topic_id", name=op.f("uq_agenda_item_meeting_id_topic_id")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "attendance_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_attendance_sheet_closed_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_sheet_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_attendance_sheet_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_attendance_sheet_meeting_id")),
    )
    op.create_table(
        "booking_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
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
        sa.UniqueConstraint("booking_id", "number", name="uq_booking_step_number"),
    )
    op.create_table(
        "call_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("letter", "notice", name="paperkind", native_enum=False, length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "in_steps", "sent", "dropped", name="paperstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("stated", sa.String(length=400), nullable=False),
        sa.Column("entered_number", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column(
            "publicity",
            sa.Enum("open", "on_request", "closed", name="publicity", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_call_paper_consent_id_consent")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_call_paper_document_id_document")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_call_paper_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_call_paper_organ_id_organ")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_call_paper_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_call_paper_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_paper")),
    )
    op.create_index(op.f("ix_call_paper_meeting_id"), "call_paper", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_call_paper_town_id"), "call_paper", ["town_id"], unique=False)
    op.create_index(
        "uq_call_paper_open",
        "call_paper",
        ["meeting_id", "town_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'in_steps')"),
        postgresql_where=sa.text("state IN ('draft', 'in_steps')"),
    )
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
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(length=60), nullable=False),
        sa.Column("content", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("due", sa.String(length=60), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_duty_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_duty_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_duty_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_meeting_id", "duty", ["meeting_id"], unique=False)
    op.create_table(
        "meeting_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("postpone", "cancel", "call", name="changekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "done", "withdrawn", name="changestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_meeting_change_consent_id_consent")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_change_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_meeting_change_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_meeting_change_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_change")),
    )
    op.create_index(
        "uq_meeting_change_open",
        "meeting_change",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "meeting_room_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seating", sa.Enum("facing", "rows", name="seating", native_enum=False, length=24), nullable=False),
        sa.Column("chair", sa.String(length=60), nullable=False),
        sa.Column("opening", sa.String(length=1000), nullable=False),
        sa.Column("closing", sa.String(length=1000), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_room_plan_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_meeting_room_plan_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_room_plan")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_room_plan_meeting_id")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("entered_number", sa.String(length=90), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("closed_followups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_minutes_consent_id_consent")),
        sa.ForeignKeyConstraint(["host_id"], ["town.id"], name=op.f("fk_minutes_host_id_town")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_minutes_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_index(op.f("ix_minutes_partnership_id"), "minutes", ["partnership_id"], unique=False)
    op.create_table(
        "minutes_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("fixes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_number", sa.String(length=90), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_minutes_correction_document_id_document")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_correction_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_minutes_correction_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_minutes_correction_proposed_by_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_minutes_correction_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_correction")),
    )
    op.create_index(
        "ix_minutes_correction_meeting_id", "minutes_correction", ["meeting_id", "proposed_at"], unique=False
    )
    op.create_index(
        op.f("ix_minutes_correction_partnership_id"), "minutes_correction", ["partnership_id"], unique=False
    )
    op.create_table(
        "minutes_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_draft_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_minutes_draft_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_draft")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_draft_meeting_id")),
    )
    op.create_index(op.f("ix_minutes_draft_town_id"), "minutes_draft", ["town_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column(
            "standing", sa.Enum("attendee", "observer", name="standing", native_enum=False, length=24), nullable=False
        ),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_participant_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_participant_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "meeting_id", "town_id", "unit", "name", name=op.f("uq_participant_meeting_id_town_id_unit_name")
        ),
    )
    op.create_index(op.f("ix_participant_meeting_id"), "participant", ["meeting_id"], unique=False)
    op.create_table(
        "resolution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("town_ids", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effective_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_resolution_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_resolution_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_resolution_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("partnership_id", "year", "number", name="uq_resolution_number"),
    )
    op.create_index("ix_resolution_meeting_id", "resolution", ["meeting_id", "number"], unique=False)
    op.create_index(op.f("ix_resolution_topic_id"), "resolution", ["topic_id"], unique=False)
    op.create_table(
        "sign_in_door",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_sign_in_door_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_sign_in_door_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_door")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_sign_in_door_code_hash")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_sign_in_door_meeting_id")),
    )
    op.create_table(
        "attendance_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column(
            "mark",
            sa.Enum("present", "observer", "leave", "substitute", name="mark", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_entry_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_attendance_entry_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_attendance_entry_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_attendance_entry_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_entry")),
        sa.UniqueConstraint("meeting_id", "participant_id", name=op.f("uq_attendance_entry_meeting_id_participant_id")),
        sa.UniqueConstraint(
            "meeting_id", "town_id", "unit", "name", name=op.f("uq_attendance_entry_meeting_id_town_id_unit_name")
        ),
    )
    op.create_table(
        "minutes_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_minutes_revision_author_id_person")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["minutes_draft.id"], name=op.f("fk_minutes_revision_draft_id_minutes_draft")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_minutes_revision_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_revision")),
        sa.UniqueConstraint("draft_id", "number", name="uq_minutes_revision_number"),
    )
    op.create_index("ix_minutes_revision_draft_at", "minutes_revision", ["draft_id", "at"], unique=False)
    op.create_table(
        "minutes_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_by_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_version_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_minutes_version_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint("minutes_id", "number", name="uq_minutes_version_number"),
    )
    op.create_index(op.f("ix_minutes_version_partnership_id"), "minutes_version", ["partnership_id"], unique=False)
    op.create_table(
        "particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("meal", sa.String(length=40), nullable=False),
        sa.Column("car_plate", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_particulars_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_particulars_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_particulars_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_particulars")),
    )
    op.create_index("ix_particulars_meeting_id", "particulars", ["meeting_id"], unique=False)
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
