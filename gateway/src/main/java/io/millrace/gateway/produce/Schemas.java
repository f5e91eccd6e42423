package io.millrace.gateway.produce;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.acls.SubjectTopic;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.records.TopicIds;
import io.millrace.gateway.rights.Caller;
import io.millrace.gateway.rights.Rights;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClient.Place;
import io.millrace.registry.serde.RegistryClient.Versioned;
import io.millrace.registry.serde.SchemaId;
import io.millrace.registry.serde.SubjectNameStrategy;
import io.millrace.registry.serde.any.AnyFormat;
import io.millrace.registry.serde.any.AnySchema;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Finds the schemas that clients mean, in the registry if there is one. The registry knows the gateway, and not its callers:
 * where those are judged, a subject that is not of the topic that is written to asks here for what the registry would ask
 * its caller for. Blocks. Any thread.
 */
public final class Schemas {
    static final int INVALID_SCHEMA = 42205;

    /**
     * A schema under its id.
     *
     * @param subject under which it was found, or null where it was not looked for
     * @param version likewise
     */
    record Known(int id, AnySchema schema, String subject, Integer version) {}

    private final Optional<RegistryClient<AnySchema>> registry;
    private final TopicIds ids;
    private final Rights rights;
    /** Nobody as long as no request has come. */
    private final Optional<Caller> caller;

    public Schemas(Optional<RegistryClient<AnySchema>> registry, TopicIds ids, Rights rights) {
        this(registry, ids, rights, Optional.empty());
    }

    private Schemas(
            Optional<RegistryClient<AnySchema>> registry, TopicIds ids, Rights rights, Optional<Caller> caller) {
        this.registry = registry;
        this.ids = ids;
        this.rights = rights;
        this.caller = caller;
    }

    /** The same for what the sender of this request means. */
    Schemas by(ServiceRequestContext context) {
        return new Schemas(registry, ids, rights, Optional.of(Rights.caller(context)));
    }

    /** The schema that is meant; a text is registered if it is new. */
    Known find(SchemaWish wish) {
        if (wish.message() != null && wish.type() != null) {
            requireMessages(wish, wish.type());
        }
        if (wish.id() != null) {
            return byId(wish);
        }
        if (wish.text() != null) {
            return byText(wish);
        }
        String subject = subject(wish, null, AclOperation.READ);
        Versioned<AnySchema> found =
                wish.version() == null ? client().latest(subject) : client().ofVersion(subject, wish.version());
        requireMeant(wish, subject, found.subject(), AclOperation.READ);
        return required(wish, new Known(found.id(), meant(wish, found.schema()), subject, found.version()));
    }

    private Known byId(SchemaWish wish) {
        AnySchema schema = meant(wish, client().writable(placed(wish)));
        if (wish.subject() == null && wish.strategy() == null) {
            return required(wish, new Known(wish.id(), schema, null, null));
        }
        String subject = subject(wish, schema, AclOperation.READ);
        Place there = client().place(subject, schema, false);
        requireMeant(wish, subject, there.subject(), AclOperation.READ);
        if (there.id() != wish.id()) {
            throw invalid("subject " + subject + " has schema " + wish.id() + " under the id " + there.id());
        }
        return required(wish, new Known(wish.id(), schema, subject, null));
    }

    /** Where the id counts: with the subject that is named, or else where readers of the topic will look for it. */
    private SchemaId placed(SchemaWish wish) {
        SchemaId id = SchemaId.of(wish.id());
        return wish.subject() == null
                ? ids.find(client(), wish.topic(), wish.isKey(), id)
                : id.in(judged(wish, wish.subject(), AclOperation.READ, "the subject " + wish.subject()));
    }

    private Known byText(SchemaWish wish) {
        AnySchema schema = meant(wish, SchemaTexts.parse(wish.type(), wish.text()));
        String subject = subject(wish, schema, AclOperation.WRITE);
        if (!rights.areJudged()) {
            return new Known(client().register(subject, schema, false), schema, subject, null);
        }
        Place there =
                client().register(subject, schema, target -> requireMeant(wish, subject, target, AclOperation.WRITE));
        requireMeant(wish, subject, there.subject(), AclOperation.WRITE);
        return new Known(there.id(), schema, subject, null);
    }

    /** The schema, with the message meant that is named. */
    private static AnySchema meant(SchemaWish wish, AnySchema schema) {
        if (wish.message() == null) {
            return schema;
        }
        requireMessages(wish, schema.type());
        AnySchema.Protobuf protobuf = (AnySchema.Protobuf) schema;
        if (!protobuf.schema().declares(wish.message())) {
            throw invalid("it declares no message " + wish.message() + "; say the full name, with its package");
        }
        return new AnySchema.Protobuf(protobuf.schema().meaning(wish.message()));
    }

    private static void requireMessages(SchemaWish wish, AnySchema.Type type) {
        if (type != AnySchema.Type.PROTOBUF) {
            throw new HttpProblemException(
                    400,
                    "A schema of type " + type + " has no messages, of which one is named (" + wish.message() + ")");
        }
    }

    private static Known required(SchemaWish wish, Known found) {
        AnySchema.Type type = found.schema().type();
        if (wish.type() != null && wish.type() != type) {
            throw invalid("schema " + found.id() + " is of type " + type + ", not " + wish.type());
        }
        return found;
    }

    /** {@code schema} is null as long as it is not known, so that it cannot say its subject. */
    private String subject(SchemaWish wish, AnySchema schema, AclOperation use) {
        if (wish.subject() != null) {
            return judged(wish, wish.subject(), use, "the subject " + wish.subject());
        }
        SubjectNameStrategy strategy = wish.strategy() == null ? SubjectNameStrategy.TOPIC_NAME : wish.strategy();
        boolean byRecord =
                strategy == SubjectNameStrategy.RECORD_NAME || strategy == SubjectNameStrategy.TOPIC_RECORD_NAME;
        if (byRecord && schema == null) {
            throw new HttpProblemException(
                    400, "subject_name_strategy " + strategy + " goes with schema_id or schema, which say the name");
        }
        String named = strategy.subject(wish.topic(), wish.isKey(), AnyFormat.ANY, schema);
        return strategy == SubjectNameStrategy.ASSOCIATED_NAME
                ? client().associated(wish.topic(), wish.isKey())
                        .map(subject -> judged(
                                wish, subject, use, "the subject that is associated with the topic " + wish.topic()))
                        .orElse(named)
                : judged(wish, named, use, "the subject " + named);
    }

    /** The subject, if its user may; those of his topic come with the right to write to it. */
    private String judged(SchemaWish wish, String subject, AclOperation use, String shown) {
        String topic = SubjectTopic.of(subject);
        if (rights.areJudged() && !topic.equals(wish.topic())) {
            rights.require(caller.orElseThrow(), use, ResourceType.TOPIC, topic, shown);
        }
        return subject;
    }

    /**
     * The registry follows an alias by the rights of the gateway: whoever may make one of his subject must not reach by it
     * what he may not reach by its name, which he need not know.
     */
    private void requireMeant(SchemaWish wish, String named, String meant, AclOperation use) {
        if (!SubjectTopic.of(meant).equals(SubjectTopic.of(named))) {
            judged(wish, meant, use, "the subject that the named one is an alias of");
        }
    }

    private RegistryClient<AnySchema> client() {
        return registry.orElseThrow(() -> new HttpProblemException(
                422, INVALID_SCHEMA, "This gateway has no schema registry; set its schema.registry.url"));
    }

    private static HttpProblemException invalid(String why) {
        return new HttpProblemException(422, INVALID_SCHEMA, "Invalid schema: " + why);
    }
}
