"""services and agreements"""

import sqlalchemy as sa
from alembic import op

from migrations.roles import open_to_roles

revision = "0003"
down_revision = "0002"

TABLES = [
    "telling",
    "slip_door",
    "service_tally",
    "order_turn",
    "declared",
    "sign_up",
    "session_share",
    "order_pause",
    "standing_order",
    "service_session",
    "opinion",
    "session_series",
    "service_terms",
    "service_score",
    "meal_rest",
    "meal_plan",
    "given_number",
    "agreement_version",
    "agreement_town",
    "agreement_objection",
    "agreement_file",
    "agreement_comment",
    "signature",
    "service",
    "scan_word",
    "resident_sound",
    "agreement",
    "signing_certificate",
    "seal_printing",
    "seal_placing",
    "seal_grant",
    "resident",
    "rendition",
    "impact_assessment",
    "archive_term",
    "archive_package",
    "rendition_face",
    "notice_text",
    "knock",
]
UNDER_POLICY = [
    "archive_package",
    "archive_term",
    "impact_assessment",
    "rendition",
    "resident",
    "seal_grant",
    "seal_placing",
    "seal_printing",
    "signing_certificate",
    "agreement",
    "resident_sound",
    "scan_word",
    "signature",
    "agreement_comment",
    "agreement_file",
    "agreement_objection",
    "agreement_town",
    "agreement_version",
    "given_number",
    "opinion",
    "standing_order",
    "order_pause",
    "sign_up",
    "declared",
    "order_turn",
    "telling",
]
FUNCTIONS = [
    "agreement_needs_keys",
    "agreement_stays_signed",
    "agreement_version_is_fixed",
    "agreement_version_is_kept",
    "agreement_version_while_open",
    "opinion_count",
    "opinion_refuse",
    "refuse_rendition_change",
    "refuse_rendition_face_change",
    "refuse_scan_word_change",
    "refuse_seal_placing_change",
    "refuse_signature_change",
    "service_session_guard",
    "service_session_tally",
    "session_share_count",
    "sign_up_tally",
]
COLUMNS = [
    ("sharing_basis", "document_id"),
    ("sharing_basis", "subject"),
    ("sharing_basis", "town_ids"),
    ("waiting_place", "thing"),
]  # added to earlier tables
INDEXES = [
    ("ix_verification_code_content_hash", "verification_code"),
    ("ix_verification_code_docx_hash", "verification_code"),
    ("ix_verification_code_pdf_hash", "verification_code"),
]  # on earlier tables

# Triggers, constraints and functions that a table definition cannot say.
ON_SQLITE = [
    r"""CREATE TRIGGER rendition_face_no_update BEFORE UPDATE ON rendition_face
            BEGIN SELECT RAISE(ABORT, 'rendition_face is only added to'); END""",
    r"""CREATE TRIGGER rendition_face_no_delete BEFORE DELETE ON rendition_face
            BEGIN SELECT RAISE(ABORT, 'rendition_face is only added to'); END""",
    r"""CREATE TRIGGER rendition_no_update BEFORE UPDATE ON rendition
            BEGIN SELECT RAISE(ABORT, 'rendition is only added to'); END""",
    r"""CREATE TRIGGER rendition_no_delete BEFORE DELETE ON rendition
            BEGIN SELECT RAISE(ABORT, 'rendition is only added to'); END""",
    r"""CREATE TRIGGER seal_placing_no_update BEFORE UPDATE ON seal_placing
            BEGIN SELECT RAISE(ABORT, 'seal_placing is only added to'); END""",
    r"""CREATE TRIGGER seal_placing_no_delete BEFORE DELETE ON seal_placing
            BEGIN SELECT RAISE(ABORT, 'seal_placing is only added to'); END""",
    r"""CREATE TRIGGER agreement_needs_keys BEFORE UPDATE ON agreement WHEN NEW.state = 'concluded' AND (OLD.state <> 'concluded' AND NOT EXISTS (SELECT 1 FROM consent c JOIN agreement_version v ON v.agreement_id = NEW.id AND v.number = NEW.version WHERE c.id = NEW.consent_id AND c.state = 'complete' AND c.content_hash = v.content_hash)) BEGIN SELECT RAISE(ABORT, 'agreement_needs_keys'); END""",
    r"""CREATE TRIGGER agreement_stays_signed BEFORE UPDATE ON agreement WHEN OLD.state = 'concluded' AND (NEW.state <> 'concluded' OR NEW.version <> OLD.version OR NEW.edition <> OLD.edition OR NEW.consent_id IS NULL) BEGIN SELECT RAISE(ABORT, 'agreement_stays_signed'); END""",
    r"""CREATE TRIGGER scan_word_no_update BEFORE UPDATE ON scan_word
            BEGIN SELECT RAISE(ABORT, 'scan_word is only added to'); END""",
    r"""CREATE TRIGGER scan_word_no_delete BEFORE DELETE ON scan_word
            BEGIN SELECT RAISE(ABORT, 'scan_word is only added to'); END""",
    r"""CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature
            BEGIN SELECT RAISE(ABORT, 'signature is only added to'); END""",
    r"""CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature
            BEGIN SELECT RAISE(ABORT, 'signature is only added to'); END""",
    r"""CREATE TRIGGER agreement_version_is_fixed BEFORE UPDATE ON agreement_version WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'agreement_version_is_fixed'); END""",
    r"""CREATE TRIGGER agreement_version_is_kept BEFORE DELETE ON agreement_version WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'agreement_version_is_kept'); END""",
    r"""CREATE TRIGGER agreement_version_while_open BEFORE INSERT ON agreement_version WHEN NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM agreement a WHERE a.id = NEW.agreement_id AND a.state IN ('concluded', 'withdrawn')) BEGIN SELECT RAISE(ABORT, 'agreement_version_while_open'); END""",
    r"""CREATE TRIGGER opinion_count AFTER INSERT ON opinion BEGIN INSERT INTO service_score (service_id, answered, total, low)
        SELECT NEW.service_id, 1, NEW.score, CASE WHEN NEW.score <= 2 THEN 1 ELSE 0 END
        WHERE NOT EXISTS (SELECT 1 FROM service_score WHERE service_id = NEW.service_id);
    UPDATE service_score SET answered = answered + 1, total = total + NEW.score, low = low + CASE WHEN NEW.score <= 2 THEN 1 ELSE 0 END
        WHERE service_id = NEW.service_id AND changes() = 0; END""",
    r"""CREATE TRIGGER opinion_fixed BEFORE UPDATE OF score, service_id, ballot, town_id ON opinion BEGIN SELECT RAISE(ABORT, 'opinion_fixed'); END""",
    r"""CREATE TRIGGER opinion_kept BEFORE DELETE ON opinion BEGIN SELECT RAISE(ABORT, 'opinion_fixed'); END""",
    r"""CREATE TRIGGER session_share_insert AFTER INSERT ON session_share WHEN NEW.taken <> 0 BEGIN
        UPDATE service_session SET taken = taken + NEW.taken WHERE id = NEW.session_id;
    END""",
    r"""CREATE TRIGGER session_share_update AFTER UPDATE OF taken ON session_share WHEN NEW.taken <> OLD.taken BEGIN
        UPDATE service_session SET taken = taken + NEW.taken - OLD.taken WHERE id = NEW.session_id;
    END""",
    r"""CREATE TRIGGER session_share_delete AFTER DELETE ON session_share WHEN OLD.taken <> 0 BEGIN
        UPDATE service_session SET taken = taken + (-OLD.taken) WHERE id = OLD.session_id;
    END""",
    r"""CREATE TRIGGER session_share_fixed BEFORE UPDATE OF session_id, town_id ON session_share
    WHEN NEW.session_id <> OLD.session_id OR NEW.town_id <> OLD.town_id BEGIN
        SELECT RAISE(ABORT, 'session_counter');
    END""",
    r"""CREATE TRIGGER service_session_insert BEFORE INSERT ON service_session WHEN NEW.taken <> 0 BEGIN
        SELECT RAISE(ABORT, 'session_counter');
    END""",
    r"""CREATE TRIGGER service_session_update BEFORE UPDATE OF taken ON service_session WHEN NEW.taken <> OLD.taken BEGIN
        SELECT RAISE(ABORT, 'session_counter') WHERE NEW.taken <> (SELECT COALESCE(SUM(taken), 0) FROM session_share WHERE session_id = NEW.id);
        SELECT RAISE(ABORT, 'session_cancelled') WHERE NEW.taken > OLD.taken AND NEW.state = 'cancelled';
    END""",
    r"""CREATE TRIGGER sign_up_tally_insert AFTER INSERT ON sign_up BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.provider_town_id, NEW.home_town_id, NEW.state, 1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.provider_town_id, NEW.home_town_id, 'persons', 1 FROM service s
            WHERE s.id = NEW.service_id AND s.kind IN ('health', 'mediation') AND NEW.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = NEW.person_key AND o.state = 'attended' AND o.id <> NEW.id
            AND o.provider_town_id = NEW.provider_town_id AND other.kind = s.kind AND date(o.starts_at, '+8 hours', 'start of month') = date(NEW.starts_at, '+8 hours', 'start of month')); END""",
    r"""CREATE TRIGGER sign_up_tally_update AFTER UPDATE OF state, starts_at ON sign_up WHEN NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.provider_town_id, OLD.home_town_id, OLD.state, -1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.provider_town_id, OLD.home_town_id, 'persons', -1 FROM service s
            WHERE s.id = OLD.service_id AND s.kind IN ('health', 'mediation') AND OLD.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = OLD.person_key AND o.state = 'attended' AND o.id <> OLD.id
            AND o.provider_town_id = OLD.provider_town_id AND other.kind = s.kind AND date(o.starts_at, '+8 hours', 'start of month') = date(OLD.starts_at, '+8 hours', 'start of month')); INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.provider_town_id, NEW.home_town_id, NEW.state, 1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.provider_town_id, NEW.home_town_id, 'persons', 1 FROM service s
            WHERE s.id = NEW.service_id AND s.kind IN ('health', 'mediation') AND NEW.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = NEW.person_key AND o.state = 'attended' AND o.id <> NEW.id
            AND o.provider_town_id = NEW.provider_town_id AND other.kind = s.kind AND date(o.starts_at, '+8 hours', 'start of month') = date(NEW.starts_at, '+8 hours', 'start of month')); END""",
    r"""CREATE TRIGGER sign_up_tally_delete AFTER DELETE ON sign_up BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.provider_town_id, OLD.home_town_id, OLD.state, -1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.provider_town_id, OLD.home_town_id, 'persons', -1 FROM service s
            WHERE s.id = OLD.service_id AND s.kind IN ('health', 'mediation') AND OLD.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = OLD.person_key AND o.state = 'attended' AND o.id <> OLD.id
            AND o.provider_town_id = OLD.provider_town_id AND other.kind = s.kind AND date(o.starts_at, '+8 hours', 'start of month') = date(OLD.starts_at, '+8 hours', 'start of month')); END""",
    r"""CREATE TRIGGER service_session_tally_insert AFTER INSERT ON service_session BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.town_id, NEW.town_id, 'sessions', 1 WHERE NEW.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.town_id, NEW.town_id, 'places', NEW.places WHERE NEW.state = 'open';  END""",
    r"""CREATE TRIGGER service_session_tally_update AFTER UPDATE OF state, starts_at, places ON service_session WHEN NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at OR NEW.places <> OLD.places BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.town_id, OLD.town_id, 'sessions', -1 WHERE OLD.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.town_id, OLD.town_id, 'places', -OLD.places WHERE OLD.state = 'open';  INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.town_id, NEW.town_id, 'sessions', 1 WHERE NEW.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(NEW.starts_at, '+8 hours', 'start of month'), NEW.service_id, NEW.town_id, NEW.town_id, 'places', NEW.places WHERE NEW.state = 'open';  END""",
    r"""CREATE TRIGGER service_session_tally_delete AFTER DELETE ON service_session BEGIN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.town_id, OLD.town_id, 'sessions', -1 WHERE OLD.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT lower(hex(randomblob(16))), date(OLD.starts_at, '+8 hours', 'start of month'), OLD.service_id, OLD.town_id, OLD.town_id, 'places', -OLD.places WHERE OLD.state = 'open';  END""",
]
ON_POSTGRESQL = [
    r"""CREATE FUNCTION refuse_rendition_face_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''rendition_face is only added to''; END'""",
    r"""CREATE TRIGGER rendition_face_only_added BEFORE UPDATE OR DELETE ON rendition_face
        FOR EACH ROW EXECUTE FUNCTION refuse_rendition_face_change()""",
    r"""CREATE FUNCTION refuse_rendition_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''rendition is only added to''; END'""",
    r"""CREATE TRIGGER rendition_only_added BEFORE UPDATE OR DELETE ON rendition
        FOR EACH ROW EXECUTE FUNCTION refuse_rendition_change()""",
    r"""CREATE FUNCTION refuse_seal_placing_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''seal_placing is only added to''; END'""",
    r"""CREATE TRIGGER seal_placing_only_added BEFORE UPDATE OR DELETE ON seal_placing
        FOR EACH ROW EXECUTE FUNCTION refuse_seal_placing_change()""",
    r"""CREATE FUNCTION agreement_needs_keys() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state = 'concluded' AND (OLD.state <> 'concluded' AND NOT EXISTS (SELECT 1 FROM consent c JOIN agreement_version v ON v.agreement_id = NEW.id AND v.number = NEW.version WHERE c.id = NEW.consent_id AND c.state = 'complete' AND c.content_hash = v.content_hash)) THEN RAISE EXCEPTION 'agreement_needs_keys' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER agreement_needs_keys BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION agreement_needs_keys()""",
    r"""CREATE FUNCTION agreement_stays_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state = 'concluded' AND (NEW.state <> 'concluded' OR NEW.version <> OLD.version OR NEW.edition <> OLD.edition OR NEW.consent_id IS NULL) THEN RAISE EXCEPTION 'agreement_stays_signed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER agreement_stays_signed BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION agreement_stays_signed()""",
    r"""CREATE FUNCTION refuse_scan_word_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''scan_word is only added to''; END'""",
    r"""CREATE TRIGGER scan_word_only_added BEFORE UPDATE OR DELETE ON scan_word
        FOR EACH ROW EXECUTE FUNCTION refuse_scan_word_change()""",
    r"""CREATE FUNCTION refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''signature is only added to''; END'""",
    r"""CREATE TRIGGER signature_only_added BEFORE UPDATE OR DELETE ON signature
        FOR EACH ROW EXECUTE FUNCTION refuse_signature_change()""",
    r"""CREATE FUNCTION agreement_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'agreement_version_is_fixed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER agreement_version_is_fixed BEFORE UPDATE ON agreement_version FOR EACH ROW EXECUTE FUNCTION agreement_version_is_fixed()""",
    r"""CREATE FUNCTION agreement_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'agreement_version_is_kept' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$""",
    r"""CREATE TRIGGER agreement_version_is_kept BEFORE DELETE ON agreement_version FOR EACH ROW EXECUTE FUNCTION agreement_version_is_kept()""",
    r"""CREATE FUNCTION agreement_version_while_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM agreement a WHERE a.id = NEW.agreement_id AND a.state IN ('concluded', 'withdrawn')) THEN RAISE EXCEPTION 'agreement_version_while_open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    r"""CREATE TRIGGER agreement_version_while_open BEFORE INSERT ON agreement_version FOR EACH ROW EXECUTE FUNCTION agreement_version_while_open()""",
    r"""CREATE FUNCTION opinion_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO service_score (service_id, answered, total, low) VALUES (NEW.service_id, 1, NEW.score, CASE WHEN NEW.score <= 2 THEN 1 ELSE 0 END)
    ON CONFLICT (service_id) DO UPDATE SET answered = service_score.answered + 1,
    total = service_score.total + excluded.total, low = service_score.low + excluded.low;
            RETURN NEW;
        END $$""",
    r"""CREATE FUNCTION opinion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'opinion_fixed' USING ERRCODE = '23514', CONSTRAINT = 'opinion_fixed';
        END $$""",
    r"""CREATE TRIGGER opinion_count AFTER INSERT ON opinion FOR EACH ROW EXECUTE FUNCTION opinion_count()""",
    r"""CREATE TRIGGER opinion_fixed BEFORE UPDATE OF score, service_id, ballot, town_id OR DELETE ON opinion
            FOR EACH ROW EXECUTE FUNCTION opinion_refuse()""",
    r"""CREATE FUNCTION session_share_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE service_session SET taken = taken + (-OLD.taken) WHERE id = OLD.session_id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.session_id <> OLD.session_id OR NEW.town_id <> OLD.town_id THEN
            RAISE EXCEPTION 'session_counter' USING ERRCODE = '23514', CONSTRAINT = 'session_counter';
        END IF;
        IF NEW.taken <> OLD.taken THEN
            UPDATE service_session SET taken = taken + NEW.taken - OLD.taken WHERE id = NEW.session_id;
        END IF;
    ELSIF NEW.taken <> 0 THEN
        UPDATE service_session SET taken = taken + NEW.taken WHERE id = NEW.session_id;
    END IF;
    RETURN NEW;
END $$""",
    r"""CREATE FUNCTION service_session_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.taken <> 0 THEN
            RAISE EXCEPTION 'session_counter' USING ERRCODE = '23514', CONSTRAINT = 'session_counter';
        END IF;
    ELSIF NEW.taken <> OLD.taken THEN
        IF NEW.taken <> (SELECT COALESCE(SUM(taken), 0) FROM session_share WHERE session_id = NEW.id) THEN
            RAISE EXCEPTION 'session_counter' USING ERRCODE = '23514', CONSTRAINT = 'session_counter';
        END IF;
        IF NEW.taken > OLD.taken AND NEW.state = 'cancelled' THEN
            RAISE EXCEPTION 'session_cancelled' USING ERRCODE = '23514', CONSTRAINT = 'session_cancelled';
        END IF;
    END IF;
    RETURN NEW;
END $$""",
    r"""CREATE TRIGGER session_share_count AFTER INSERT OR UPDATE OR DELETE ON session_share
FOR EACH ROW EXECUTE FUNCTION session_share_count()""",
    r"""CREATE TRIGGER service_session_guard BEFORE INSERT OR UPDATE OF taken ON service_session
FOR EACH ROW EXECUTE FUNCTION service_session_guard()""",
    r"""CREATE FUNCTION sign_up_tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NOT (NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at) THEN RETURN NEW; END IF;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            IF NEW.state = 'attended' THEN
                PERFORM pg_advisory_xact_lock(7310, hashtext(NEW.person_key));
            END IF;
        END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (gen_random_uuid(), date_trunc('month', OLD.starts_at + interval '8 hours')::date, OLD.service_id, OLD.provider_town_id, OLD.home_town_id, OLD.state, -1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', OLD.starts_at + interval '8 hours')::date, OLD.service_id, OLD.provider_town_id, OLD.home_town_id, 'persons', -1 FROM service s
            WHERE s.id = OLD.service_id AND s.kind IN ('health', 'mediation') AND OLD.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = OLD.person_key AND o.state = 'attended' AND o.id <> OLD.id
            AND o.provider_town_id = OLD.provider_town_id AND other.kind = s.kind AND date_trunc('month', o.starts_at + interval '8 hours')::date = date_trunc('month', OLD.starts_at + interval '8 hours')::date); END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) VALUES (gen_random_uuid(), date_trunc('month', NEW.starts_at + interval '8 hours')::date, NEW.service_id, NEW.provider_town_id, NEW.home_town_id, NEW.state, 1);
        INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', NEW.starts_at + interval '8 hours')::date, NEW.service_id, NEW.provider_town_id, NEW.home_town_id, 'persons', 1 FROM service s
            WHERE s.id = NEW.service_id AND s.kind IN ('health', 'mediation') AND NEW.state = 'attended' AND NOT EXISTS (SELECT 1 FROM sign_up o JOIN service other ON other.id = o.service_id
            WHERE o.person_key = NEW.person_key AND o.state = 'attended' AND o.id <> NEW.id
            AND o.provider_town_id = NEW.provider_town_id AND other.kind = s.kind AND date_trunc('month', o.starts_at + interval '8 hours')::date = date_trunc('month', NEW.starts_at + interval '8 hours')::date); RETURN NEW; END IF;
        RETURN OLD;
    END $$""",
    r"""CREATE FUNCTION service_session_tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NOT (NEW.state <> OLD.state OR NEW.starts_at <> OLD.starts_at OR NEW.places <> OLD.places) THEN RETURN NEW; END IF;
        END IF;
        
        IF TG_OP <> 'INSERT' THEN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', OLD.starts_at + interval '8 hours')::date, OLD.service_id, OLD.town_id, OLD.town_id, 'sessions', -1 WHERE OLD.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', OLD.starts_at + interval '8 hours')::date, OLD.service_id, OLD.town_id, OLD.town_id, 'places', -OLD.places WHERE OLD.state = 'open';  END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', NEW.starts_at + interval '8 hours')::date, NEW.service_id, NEW.town_id, NEW.town_id, 'sessions', 1 WHERE NEW.state = 'open'; INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) SELECT gen_random_uuid(), date_trunc('month', NEW.starts_at + interval '8 hours')::date, NEW.service_id, NEW.town_id, NEW.town_id, 'places', NEW.places WHERE NEW.state = 'open';  RETURN NEW; END IF;
        RETURN OLD;
    END $$""",
    r"""CREATE TRIGGER sign_up_tally AFTER INSERT OR DELETE OR UPDATE OF state, starts_at ON sign_up
            FOR EACH ROW EXECUTE FUNCTION sign_up_tally()""",
    r"""CREATE TRIGGER service_session_tally AFTER INSERT OR DELETE OR UPDATE OF state, starts_at, places ON service_session
            FOR EACH ROW EXECUTE FUNCTION service_session_tally()""",
]
POLICIES = [
    r"""ALTER TABLE "archive_package" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "archive_package" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "archive_package" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "archive_package" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "archive_package" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "archive_package" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "archive_term" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "archive_term" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "archive_term" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "archive_term" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "archive_term" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "archive_term" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "impact_assessment" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "impact_assessment" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "impact_assessment" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "impact_assessment" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "impact_assessment" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "impact_assessment" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "rendition" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "rendition" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "rendition" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "rendition" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "rendition" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "rendition" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "resident" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "resident" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "resident" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "resident" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "resident" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "resident" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "seal_grant" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "seal_grant" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "seal_grant" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "seal_grant" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "seal_grant" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "seal_grant" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "seal_placing" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "seal_placing" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "seal_placing" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "seal_placing" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "seal_placing" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "seal_placing" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "seal_printing" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "seal_printing" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "seal_printing" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "seal_printing" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "seal_printing" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "seal_printing" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "signing_certificate" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "signing_certificate" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "signing_certificate" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "signing_certificate" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "signing_certificate" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "signing_certificate" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "resident_sound" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "resident_sound" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "resident_sound" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "resident_sound" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "resident_sound" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "resident_sound" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "scan_word" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "scan_word" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "scan_word" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "scan_word" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "scan_word" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "scan_word" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "signature" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "signature" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "signature" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "signature" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "signature" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "signature" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement_comment" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement_comment" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement_comment" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement_comment" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement_comment" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement_comment" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement_file" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement_file" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement_file" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement_file" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement_file" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement_file" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement_objection" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement_objection" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement_objection" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement_objection" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement_objection" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement_objection" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement_town" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement_town" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement_town" FOR SELECT USING (drafting_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement_town" FOR INSERT WITH CHECK (drafting_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement_town" FOR UPDATE USING (drafting_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (drafting_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement_town" FOR DELETE USING (drafting_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "agreement_version" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "agreement_version" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "agreement_version" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "agreement_version" FOR INSERT WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "agreement_version" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "agreement_version" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR shared_with = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "given_number" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "given_number" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "given_number" FOR SELECT USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "given_number" FOR INSERT WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "given_number" FOR UPDATE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[])) WITH CHECK (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "given_number" FOR DELETE USING (partnership_id = ANY (string_to_array(current_setting('app.partnership_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "opinion" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "opinion" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "opinion" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "opinion" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "opinion" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "opinion" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "standing_order" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "standing_order" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "standing_order" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "standing_order" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "standing_order" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "standing_order" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "order_pause" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "order_pause" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "order_pause" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "order_pause" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "order_pause" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "order_pause" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "sign_up" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "sign_up" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "sign_up" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "sign_up" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "sign_up" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "sign_up" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "declared" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "declared" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "declared" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "declared" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "declared" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "declared" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "order_turn" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "order_turn" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "order_turn" FOR SELECT USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "order_turn" FOR INSERT WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_change ON "order_turn" FOR UPDATE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "order_turn" FOR DELETE USING (home_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]) OR provider_town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""ALTER TABLE "telling" ENABLE ROW LEVEL SECURITY""",
    r"""ALTER TABLE "telling" FORCE ROW LEVEL SECURITY""",
    r"""CREATE POLICY reach_read ON "telling" FOR SELECT USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_add ON "telling" FOR INSERT WITH CHECK (true)""",
    r"""CREATE POLICY reach_change ON "telling" FOR UPDATE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[])) WITH CHECK (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
    r"""CREATE POLICY reach_remove ON "telling" FOR DELETE USING (town_id = ANY (string_to_array(current_setting('app.town_ids', true), ',')::uuid[]))""",
]
# On the way down: what was put on earlier tables goes, and what it replaced comes back.
OFF_SQLITE = []
OFF_POSTGRESQL = []
BACK_SQLITE = []
BACK_POSTGRESQL = []


def add_reference(table: str, column: str, referred: str, name: str) -> None:
    """A nullable column that names a row of another table; SQLite takes such a key only together with the column."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    keys = [sa.ForeignKey(f"{referred}.id")] if on_sqlite else []
    op.add_column(table, sa.Column(column, sa.Uuid(), *keys, nullable=True), inline_references=on_sqlite)
    if not on_sqlite:
        op.create_foreign_key(name, table, referred, [column], ["id"])


def upgrade() -> None:
    op.create_table(
        "knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knock")),
    )
    op.create_index("ix_knock_door_address_at", "knock", ["door", "address_hash", "at"], unique=False)
    op.create_table(
        "notice_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_shown_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
        sa.UniqueConstraint("text_hash", name=op.f("uq_notice_text_text_hash")),
    )
    op.create_table(
        "rendition_face",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("signed", "sealed", "scanned", name="renditionkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition_face")),
        sa.UniqueConstraint("code", "sha256", name="uq_rendition_face_file"),
    )
    op.create_index("ix_rendition_face_sha256", "rendition_face", ["sha256"], unique=False)
    op.create_table(
        "archive_package",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "ready", "failed", name="makingstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("fonds", sa.String(length=20), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("zip_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("done <= steps", name=op.f("ck_archive_package_progress")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_archive_package_organ_id_organ")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_archive_package_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_archive_package_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_package")),
    )
    op.create_index("ix_archive_package_town_asked", "archive_package", ["town_id", "asked_at"], unique=False)
    op.create_index(
        "uq_archive_package_queued",
        "archive_package",
        ["organ_id", "year"],
        unique=True,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "archive_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "term", sa.Enum("permanent", "long", "short", name="term", native_enum=False, length=24), nullable=False
        ),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_archive_term_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_archive_term_person_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_archive_term_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_term")),
    )
    op.create_index("ix_archive_term_document", "archive_term", ["town_id", "document_id", "at"], unique=False)
    op.create_table(
        "impact_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("kept_where", sa.String(length=80), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_impact_assessment_entered_by_person")),
        sa.ForeignKeyConstraint(["file_id"], ["shared_file.id"], name=op.f("fk_impact_assessment_file_id_shared_file")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_impact_assessment_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_impact_assessment_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_assessment")),
    )
    op.create_index(op.f("ix_impact_assessment_partnership_id"), "impact_assessment", ["partnership_id"], unique=False)
    op.create_table(
        "rendition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("signed", "sealed", "scanned", name="renditionkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("extends", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rendition_document_id_document")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_rendition_made_by_person")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_rendition_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_rendition_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("document_id", "kind", "sha256", name="uq_rendition_file"),
        sa.UniqueConstraint("document_id", "kind", "step", name="uq_rendition_step"),
    )
    op.create_index(op.f("ix_rendition_partnership_id"), "rendition", ["partnership_id"], unique=False)
    op.create_table(
        "resident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("phone_last4", sa.String(length=4), nullable=False),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["unit.id"], name=op.f("fk_resident_community_id_unit")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_resident_home_town_id_town")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_resident_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("town_id", "person_key", name="uq_resident_town_id_person_key"),
    )
    op.create_index("ix_resident_community", "resident", ["town_id", "community_id", "name"], unique=False)
    op.create_index("ix_resident_last4", "resident", ["town_id", "phone_last4"], unique=False)
    op.create_index("ix_resident_name", "resident", ["town_id", "name"], unique=False)
    op.create_table(
        "seal_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("organ", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_by_name", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_seal_grant_days")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_seal_grant_granted_by_person")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_seal_grant_organ_id_organ")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_seal_grant_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_grant")),
    )
    op.create_index(op.f("ix_seal_grant_organ_id"), "seal_grant", ["organ_id"], unique=False)
    op.create_index(op.f("ix_seal_grant_town_id"), "seal_grant", ["town_id"], unique=False)
    op.create_table(
        "seal_placing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("granted_by_name", sa.String(length=40), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("placed_by_name", sa.String(length=40), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_seal_placing_document_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_seal_placing_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["placed_by"], ["person.id"], name=op.f("fk_seal_placing_placed_by_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_seal_placing_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_placing")),
        sa.UniqueConstraint("document_id", "place", name="uq_seal_placing"),
    )
    op.create_index(op.f("ix_seal_placing_partnership_id"), "seal_placing", ["partnership_id"], unique=False)
    op.create_table(
        "seal_printing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_seal_printing_document_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_seal_printing_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_printing")),
        sa.UniqueConstraint("document_id", name="uq_seal_printing"),
    )
    op.create_index(op.f("ix_seal_printing_partnership_id"), "seal_printing", ["partnership_id"], unique=False)
    op.create_table(
        "signing_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("organ", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("vault", sa.LargeBinary(), nullable=True),
        sa.Column("revocation", sa.LargeBinary(), nullable=False),
        sa.Column("revocation_until", sa.DateTime(), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("kept_by_name", sa.String(length=40), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_signing_certificate_kept_by_person")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_signing_certificate_organ_id_organ")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_signing_certificate_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_certificate")),
        sa.UniqueConstraint("organ_id", "fingerprint", name="uq_signing_certificate"),
    )
    op.create_index(op.f("ix_signing_certificate_town_id"), "signing_certificate", ["town_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "framework",
                "venues",
                "services",
                "posting",
                "project",
                name="agreementkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "tabled",
                "signing",
                "concluded",
                "withdrawn",
                name="agreementstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum("none", "supplement", "renewal", "termination", name="relation", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("main_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("tabled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("closing_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_agreement_begun_by_person")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_agreement_consent_id_consent")),
        sa.ForeignKeyConstraint(["main_id"], ["agreement.id"], name=op.f("fk_agreement_main_id_agreement")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_agreement_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["shared_with"], ["partnership.id"], name=op.f("fk_agreement_shared_with_partnership")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_main_id"), "agreement", ["main_id"], unique=False)
    op.create_index("ix_agreement_shared_with_state", "agreement", ["shared_with", "state"], unique=False)
    op.create_index("ix_agreement_town_id_state", "agreement", ["town_id", "state"], unique=False)
    op.create_table(
        "resident_sound",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("sound", sa.String(length=80), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_sound_resident_id_resident")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_resident_sound_town_id_town")),
        sa.PrimaryKeyConstraint("resident_id", "sound", name=op.f("pk_resident_sound")),
    )
    op.create_index("ix_resident_sound", "resident_sound", ["town_id", "sound"], unique=False)
    op.create_table(
        "scan_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("rendition_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("signed_for_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_scan_word_document_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_scan_word_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scan_word_person_id_person")),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name=op.f("fk_scan_word_rendition_id_rendition")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_scan_word_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_word")),
        sa.UniqueConstraint("rendition_id", "town_id", name="uq_scan_word"),
    )
    op.create_index(op.f("ix_scan_word_document_id"), "scan_word", ["document_id"], unique=False)
    op.create_index(op.f("ix_scan_word_partnership_id"), "scan_word", ["partnership_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "dining",
                "health",
                "mediation",
                "startup",
                "day_care",
                "after_school",
                "lecture",
                "culture",
                "errands",
                "other",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("bring", sa.String(length=300), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("eligibility", sa.String(length=200), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("asks_guardian", sa.Boolean(), nullable=False),
        sa.Column("asks_contact", sa.Boolean(), nullable=False),
        sa.Column("is_marked_sensitive", sa.Boolean(), nullable=False),
        sa.Column("by_sign_up", sa.Boolean(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "suspended", "ended", name="servicestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("min_age IN (0, 60, 65)", name=op.f("ck_service_min_age")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_service_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_service_unit_id_unit")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_service_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("unit_id", "name", name="uq_service_unit_name"),
    )
    op.create_index("ix_service_town_state", "service", ["town_id", "state"], unique=False)
    op.create_index(op.f("ix_service_unit_id"), "service", ["unit_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("rendition_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(length=100), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column("signer_name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("signed_for_name", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("is_elsewhere", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_signature_document_id_document")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_signature_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name=op.f("fk_signature_rendition_id_rendition")),
        sa.ForeignKeyConstraint(["signer_id"], ["person.id"], name=op.f("fk_signature_signer_id_person")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_signature_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("document_id", "place", name="uq_signature_place"),
    )
    op.create_index(op.f("ix_signature_partnership_id"), "signature", ["partnership_id"], unique=False)
    op.create_table(
        "agreement_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("reply_to", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_comment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_agreement_comment_author_id_person")),
        sa.ForeignKeyConstraint(
            ["reply_to"], ["agreement_comment.id"], name=op.f("fk_agreement_comment_reply_to_agreement_comment")
        ),
        sa.ForeignKeyConstraint(
            ["shared_with"], ["partnership.id"], name=op.f("fk_agreement_comment_shared_with_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_comment_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_comment")),
    )
    op.create_index("ix_agreement_comment_agreement_at", "agreement_comment", ["agreement_id", "at"], unique=False)
    op.create_table(
        "agreement_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_file_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["shared_with"], ["partnership.id"], name=op.f("fk_agreement_file_shared_with_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_file_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_file")),
    )
    op.create_index(op.f("ix_agreement_file_agreement_id"), "agreement_file", ["agreement_id"], unique=False)
    op.create_table(
        "agreement_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("refusal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("counter_text", sa.String(length=6000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "adopted", "answered", name="objectionstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("settled_by_name", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_objection_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_agreement_objection_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["consent_refusal.id"], name=op.f("fk_agreement_objection_refusal_id_consent_refusal")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_objection_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_objection")),
        sa.UniqueConstraint("refusal_id", "article_id", name=op.f("uq_agreement_objection_refusal_id_article_id")),
    )
    op.create_index(op.f("ix_agreement_objection_agreement_id"), "agreement_objection", ["agreement_id"], unique=False)
    op.create_table(
        "agreement_town",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("drafting_town_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_town_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["drafting_town_id"], ["town.id"], name=op.f("fk_agreement_town_drafting_town_id_town")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_agreement_town_organ_id_organ")),
        sa.ForeignKeyConstraint(
            ["shared_with"], ["partnership.id"], name=op.f("fk_agreement_town_shared_with_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_town_town_id_town")),
        sa.PrimaryKeyConstraint("agreement_id", "town_id", name=op.f("pk_agreement_town")),
    )
    op.create_index(op.f("ix_agreement_town_town_id"), "agreement_town", ["town_id"], unique=False)
    op.create_table(
        "agreement_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_agreement_version_author_id_person")),
        sa.ForeignKeyConstraint(
            ["shared_with"], ["partnership.id"], name=op.f("fk_agreement_version_shared_with_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_agreement_version_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name="uq_agreement_version_number"),
    )
    op.create_index("ix_agreement_version_agreement_at", "agreement_version", ["agreement_id", "at"], unique=False)
    op.create_table(
        "given_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=90), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_by_name", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_given_number_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_given_number_given_by_person")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_given_number_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_given_number_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_number")),
        sa.UniqueConstraint("agreement_id", "town_id", name="uq_given_number_agreement"),
        sa.UniqueConstraint("town_id", "series", "year", "sequence", name="uq_given_number_register"),
    )
    op.create_index(op.f("ix_given_number_partnership_id"), "given_number", ["partnership_id"], unique=False)
    op.create_table(
        "meal_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "meal", sa.Enum("breakfast", "lunch", "dinner", name="meal", native_enum=False, length=24), nullable=False
        ),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("serves_from", sa.Integer(), nullable=False),
        sa.Column("serves_until", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("closes_before", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("price", sa.String(length=60), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("is_served", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "0 <= serves_from AND serves_from < serves_until AND serves_until <= 1440", name=op.f("ck_meal_plan_hours")
        ),
        sa.CheckConstraint("closes_before > 0 OR closes_minute <= serves_from", name=op.f("ck_meal_plan_closes")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_meal_plan_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_meal_plan_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_plan")),
        sa.UniqueConstraint("service_id", "meal", name="uq_meal_plan_service_meal"),
    )
    op.create_index("ix_meal_plan_town_id", "meal_plan", ["town_id"], unique=False)
    op.create_table(
        "meal_rest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_meal_rest_days")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_meal_rest_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_meal_rest_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_rest")),
    )
    op.create_index("ix_meal_rest_service_last", "meal_rest", ["service_id", "last_on"], unique=False)
    op.create_table(
        "service_score",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answered > 0 AND total BETWEEN answered AND 5 * answered", name=op.f("ck_service_score_sum")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_score_service_id_service")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_score")),
    )
    op.create_table(
        "service_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("is_admitted", sa.Boolean(), nullable=False),
        sa.Column("price", sa.String(length=60), nullable=False),
        sa.Column("subsidy", sa.String(length=80), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_terms_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_service_terms_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_terms")),
        sa.UniqueConstraint("service_id", "town_id", name="uq_service_terms_town"),
    )
    op.create_table(
        "session_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.Enum("week", "month", name="every", native_enum=False, length=24), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_session_series_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_session_series_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_series")),
    )
    op.create_index("ix_session_series_service_id", "session_series", ["service_id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("call_name", sa.String(length=20), nullable=False),
        sa.Column("call_phone", sa.String(length=20), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("ballot", sa.String(length=64), nullable=False),
        sa.Column("way", sa.Enum("link", "screen", name="way", native_enum=False, length=24), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("counted", "waiting", "answered", name="opinionstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_opinion_answer")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_opinion_score")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_opinion_answered_by_person")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_opinion_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_opinion_town_id_town")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opinion_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("ballot", name="uq_opinion_ballot"),
    )
    op.create_index("ix_opinion_service_id", "opinion", ["service_id"], unique=False)
    op.create_index("ix_opinion_state", "opinion", ["town_id", "state", "due_on"], unique=False)
    op.create_index("ix_opinion_town_month", "opinion", ["town_id", "month"], unique=False)
    op.create_table(
        "service_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=30), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("series_on", sa.Date(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "cancelled", name="sessionstate", native_enum=False, length=24), nullable=False
        ),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("was_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_service_session_span")),
        sa.CheckConstraint("taken >= 0 AND taken <= places", name=op.f("ck_service_session_taken")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_service_session_booking_id_booking")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["session_series.id"], name=op.f("fk_service_session_series_id_session_series")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_session_service_id_service")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_service_session_town_id_town")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_service_session_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_session")),
    )
    op.create_index("ix_service_session_booking_id", "service_session", ["booking_id"], unique=False)
    op.create_index("ix_service_session_series_id", "service_session", ["series_id"], unique=False)
    op.create_index("ix_service_session_service_starts", "service_session", ["service_id", "starts_at"], unique=False)
    op.create_index("ix_service_session_town_starts", "service_session", ["town_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_service_session_venue_id"), "service_session", ["venue_id"], unique=False)
    op.create_index(
        "uq_service_session_once",
        "service_session",
        ["service_id", "starts_at", "label"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "standing_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.Column("age_seen", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("by_town_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR from_on <= until_on", name=op.f("ck_standing_order_days")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_standing_order_by_person_id_person")),
        sa.ForeignKeyConstraint(["by_town_id"], ["town.id"], name=op.f("fk_standing_order_by_town_id_town")),
        sa.ForeignKeyConstraint(["community_id"], ["unit.id"], name=op.f("fk_standing_order_community_id_unit")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_standing_order_home_town_id_town")),
        sa.ForeignKeyConstraint(["plan_id"], ["meal_plan.id"], name=op.f("fk_standing_order_plan_id_meal_plan")),
        sa.ForeignKeyConstraint(
            ["provider_town_id"], ["town.id"], name=op.f("fk_standing_order_provider_town_id_town")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_order")),
    )
    op.create_index("ix_standing_order_person", "standing_order", ["person_key"], unique=False)
    op.create_index("ix_standing_order_plan", "standing_order", ["plan_id", "made_at"], unique=False)
    op.create_index(
        "uq_standing_order_person",
        "standing_order",
        ["plan_id", "person_key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "order_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_order_pause_days")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_order_pause_home_town_id_town")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["standing_order.id"], name=op.f("fk_order_pause_order_id_standing_order")
        ),
        sa.ForeignKeyConstraint(["provider_town_id"], ["town.id"], name=op.f("fk_order_pause_provider_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_pause")),
    )
    op.create_index("ix_order_pause_order_id", "order_pause", ["order_id"], unique=False)
    op.create_table(
        "session_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_session_share_reserved")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_session_share_taken")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["service_session.id"], name=op.f("fk_session_share_session_id_service_session")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_session_share_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_share")),
        sa.UniqueConstraint("session_id", "town_id", name="uq_session_share_town"),
    )
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "signed",
                "waiting",
                "offered",
                "attended",
                "absent",
                "cancelled",
                "called_off",
                "unmet",
                name="signupstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("by_town_id", sa.Uuid(), nullable=True),
        sa.Column("holds_until", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=True),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("age_seen", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "told_how", sa.Enum("spoken", "written", "web", name="how", native_enum=False, length=24), nullable=False
        ),
        sa.Column("agreed_by", sa.Enum("self", "guardian", name="agreed", native_enum=False, length=24), nullable=True),
        sa.Column(
            "agreed_how", sa.Enum("spoken", "written", "web", name="how", native_enum=False, length=24), nullable=True
        ),
        sa.CheckConstraint("state <> 'offered' OR holds_until IS NOT NULL", name=op.f("ck_sign_up_offer")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_sign_up_by_person_id_person")),
        sa.ForeignKeyConstraint(["by_town_id"], ["town.id"], name=op.f("fk_sign_up_by_town_id_town")),
        sa.ForeignKeyConstraint(["community_id"], ["unit.id"], name=op.f("fk_sign_up_community_id_unit")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_sign_up_home_town_id_town")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice_text.id"], name=op.f("fk_sign_up_notice_id_notice_text")),
        sa.ForeignKeyConstraint(["provider_town_id"], ["town.id"], name=op.f("fk_sign_up_provider_town_id_town")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_sign_up_service_id_service")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["service_session.id"], name=op.f("fk_sign_up_session_id_service_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("code", name="uq_sign_up_code"),
    )
    op.create_index("ix_sign_up_home", "sign_up", ["home_town_id", "starts_at"], unique=False)
    op.create_index("ix_sign_up_person", "sign_up", ["person_key", "starts_at"], unique=False)
    op.create_index("ix_sign_up_provider", "sign_up", ["provider_town_id", "starts_at"], unique=False)
    op.create_index("ix_sign_up_session", "sign_up", ["session_id", "state"], unique=False)
    op.create_index(
        "uq_sign_up_person",
        "sign_up",
        ["session_id", "person_key"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('cancelled', 'called_off', 'unmet')"),
        postgresql_where=sa.text("state NOT IN ('cancelled', 'called_off', 'unmet')"),
    )
    op.create_table(
        "declared",
        sa.Column("guardian_name", sa.String(length=20), nullable=False),
        sa.Column("guardian_phone", sa.String(length=20), nullable=False),
        sa.Column("emergency_name", sa.String(length=20), nullable=False),
        sa.Column("emergency_phone", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_declared_home_town_id_town")),
        sa.ForeignKeyConstraint(["provider_town_id"], ["town.id"], name=op.f("fk_declared_provider_town_id_town")),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_declared_sign_up_id_sign_up")),
        sa.PrimaryKeyConstraint("sign_up_id", name=op.f("pk_declared")),
    )
    op.create_table(
        "order_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("signed", "waiting", "refused", "there", name="outcome", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("said", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_order_turn_home_town_id_town")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["standing_order.id"], name=op.f("fk_order_turn_order_id_standing_order")
        ),
        sa.ForeignKeyConstraint(["provider_town_id"], ["town.id"], name=op.f("fk_order_turn_provider_town_id_town")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["service_session.id"], name=op.f("fk_order_turn_session_id_service_session")
        ),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_order_turn_sign_up_id_sign_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_turn")),
        sa.UniqueConstraint("order_id", "session_id", name="uq_order_turn_once"),
    )
    op.create_index("ix_order_turn_session_id", "order_turn", ["session_id"], unique=False)
    op.create_table(
        "service_tally",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("provider_town_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "sessions",
                "places",
                "persons",
                "signed",
                "waiting",
                "offered",
                "attended",
                "absent",
                "cancelled",
                "called_off",
                "unmet",
                name="what",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_service_tally_amount")),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_service_tally_home_town_id_town")),
        sa.ForeignKeyConstraint(["provider_town_id"], ["town.id"], name=op.f("fk_service_tally_provider_town_id_town")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_tally_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_tally")),
    )
    op.create_index("ix_service_tally_provider", "service_tally", ["provider_town_id", "month"], unique=False)
    op.create_table(
        "slip_door",
        sa.Column("lock", sa.String(length=64), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=False),
        sa.Column("home_town_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["home_town_id"], ["town.id"], name=op.f("fk_slip_door_home_town_id_town")),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_slip_door_sign_up_id_sign_up")),
        sa.PrimaryKeyConstraint("lock", name=op.f("pk_slip_door")),
    )
    op.create_index(op.f("ix_slip_door_sign_up_id"), "slip_door", ["sign_up_id"], unique=False)
    op.create_table(
        "telling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum("offered", "moved", "called_off", "changed", "unmet", name="cause", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("worth_until", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_telling_done_by_person")),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_telling_sign_up_id_sign_up")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_telling_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sa.UniqueConstraint("sign_up_id", "event", name="uq_telling_event"),
    )
    op.create_index("ix_telling_open", "telling", ["town_id", "done_at", "made_at"], unique=False)
    op.add_column("sharing_basis", sa.Column("document_id", sa.Uuid(), nullable=True))
    op.add_column("sharing_basis", sa.Column("subject", sa.String(length=80), server_default="", nullable=False))
    op.add_column("sharing_basis", sa.Column("town_ids", sa.JSON(), nullable=True))
    op.create_index("ix_verification_code_content_hash", "verification_code", ["content_hash"], unique=False)
    op.create_index("ix_verification_code_docx_hash", "verification_code", ["docx_hash"], unique=False)
    op.create_index("ix_verification_code_pdf_hash", "verification_code", ["pdf_hash"], unique=False)
    op.add_column("waiting_place", sa.Column("thing", sa.String(length=8), server_default="venue", nullable=False))
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
