package io.millrace.registry.model.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.RecordCodec.Encoded;
import java.util.Optional;

/** The writing half of {@link RecordCodec}: the order of the {@code put} calls is the format. */
final class RecordWriting {
    private RecordWriting() {}

    /** A record as JSON; to make bytes of it is most of the work. */
    private record Written(ObjectNode key, Optional<ObjectNode> value) {}

    static Encoded encode(RegistryRecord record) {
        Written written = write(record);
        return new Encoded(
                RecordCodec.bytes(written.key()),
                written.value().map(RecordCodec::bytes).orElse(null));
    }

    static byte[] encodeKey(RegistryRecord record) {
        return version(record)
                .flatMap(VersionKeyBytes::write)
                .orElseGet(() -> RecordCodec.bytes(write(record).key()));
    }

    private static Optional<VersionKey> version(RegistryRecord record) {
        if (record instanceof RegistryRecord.VersionWritten written) {
            return Optional.of(written.version().key());
        }
        return record instanceof RegistryRecord.VersionErased erased ? Optional.of(erased.key()) : Optional.empty();
    }

    private static Written write(RegistryRecord record) {
        if (record instanceof RegistryRecord.VersionWritten written) {
            return new Written(
                    schemaKey(written.version().key()), Optional.of(SchemaJson.writeVersion(written.version())));
        }
        if (record instanceof RegistryRecord.VersionErased erased) {
            return new Written(schemaKey(erased.key()), Optional.empty());
        }
        if (record instanceof RegistryRecord.ConfigWritten config) {
            return new Written(
                    scopeKey("CONFIG", config.subject()),
                    config.config().map(value -> configValue(config.subject(), value)));
        }
        if (record instanceof RegistryRecord.ModeWritten mode) {
            return new Written(
                    scopeKey("MODE", mode.subject()), mode.mode().map(value -> modeValue(mode.subject(), value)));
        }
        if (record instanceof RegistryRecord.SubjectDeleted deleted) {
            ObjectNode value =
                    RecordCodec.object().put("subject", deleted.subject()).put("version", deleted.lastVersion());
            return new Written(scopeKey("DELETE_SUBJECT", deleted.subject()), Optional.of(value));
        }
        if (record instanceof RegistryRecord.SubjectCleared cleared) {
            ObjectNode value = RecordCodec.object().put("subject", cleared.subject());
            return new Written(scopeKey("CLEAR_SUBJECT", cleared.subject()), Optional.of(value));
        }
        if (record instanceof RegistryRecord.ContextWritten context) {
            return context(context);
        }
        if (record instanceof RegistryRecord.AssociationWritten written) {
            return new Written(
                    AssociationJson.key(written.association().key()),
                    Optional.of(AssociationJson.value(written.association())));
        }
        if (record instanceof RegistryRecord.AssociationErased erased) {
            return new Written(AssociationJson.key(erased.key()), Optional.empty());
        }
        if (record instanceof RegistryRecord.HighestIdsMarked mark) {
            return highestIds(mark);
        }
        return endMark((RegistryRecord.EndMarked) record);
    }

    private static Written context(RegistryRecord.ContextWritten context) {
        ObjectNode key = RecordCodec.object()
                .put("keytype", "CONTEXT")
                .put("tenant", "default")
                .put("context", context.context())
                .put("magic", 0);
        ObjectNode value = RecordCodec.object().put("tenant", "default").put("context", context.context());
        return new Written(key, context.present() ? Optional.of(value) : Optional.empty());
    }

    private static Written endMark(RegistryRecord.EndMarked mark) {
        ObjectNode key = RecordCodec.object().put("keytype", "NOOP").put("magic", 0);
        return new Written(key, mark.claim().map(claim -> RecordCodec.object()
                .put("writer", claim.writer())
                .put("url", claim.url())));
    }

    /**
     * To a peer, which reads JSON, this key equals that of an end mark, so it passes over; to compaction, which compares
     * bytes, it is another one. A kind of key or a property that peers do not know would stop or disturb them.
     */
    private static Written highestIds(RegistryRecord.HighestIdsMarked mark) {
        ObjectNode key = RecordCodec.object().put("magic", 0).put("keytype", "NOOP");
        ObjectNode value = RecordCodec.object();
        ObjectNode ids = value.putObject(RecordCodec.HIGHEST_IDS);
        mark.highestIds().forEach(ids::put);
        return new Written(key, Optional.of(value));
    }

    private static ObjectNode schemaKey(VersionKey key) {
        return RecordCodec.object()
                .put("keytype", "SCHEMA")
                .put("subject", key.subject())
                .put("version", key.version())
                .put("magic", 1);
    }

    private static ObjectNode scopeKey(String kind, String subject) {
        return RecordCodec.object()
                .put("keytype", kind)
                .put("subject", subject.isEmpty() ? null : subject)
                .put("magic", 0);
    }

    private static ObjectNode configValue(String subject, SubjectConfig config) {
        ObjectNode value = RecordCodec.object();
        if (!subject.isEmpty()) {
            value.put("subject", subject);
        }
        value.setAll(ConfigJson.write(config));
        return value;
    }

    private static ObjectNode modeValue(String subject, RegistryMode mode) {
        return RecordCodec.object()
                .put("subject", subject.isEmpty() ? null : subject)
                .put("mode", mode.name());
    }
}
