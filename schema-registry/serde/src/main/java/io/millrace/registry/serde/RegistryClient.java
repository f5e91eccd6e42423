package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.serde.StoredSchema.Reference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks a registry for schemas of one type and for ids, and remembers the answers: those that never change, and for as long
 * as it is configured what was the latest version of a subject. A schema whose rules must be run on what is written is not
 * answered to whom would write by it. Any thread.
 */
public final class RegistryClient<S> {
    /** A schema under its id. */
    public record Registered<S>(int id, S schema) {}

    /** A schema of a subject, under its version; the subject is the one that was asked for, or that it is an alias of. */
    public record Versioned<S>(String subject, int id, int version, S schema) {}

    /** Where a schema is registered; the subject is the one that was asked for, or that it is an alias of. */
    public record Place(String subject, int id) {}

    /** {@code schema} is what the format says of its identity. */
    private record Registration(String subject, Object schema, boolean lookUpOnly, boolean normalize) {}

    private record Version(String subject, int number) {}

    /** A schema under an id, and why nothing may be written by it, if so. */
    private record Known<S>(S schema, Optional<String> objection) {}

    /** The type that is not written. */
    private static final String AVRO = "AVRO";

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;

    private final RegistryTransport transport;
    private final SchemaFormat<S> format;
    private final RecentMap<SchemaId, Known<S>> byId;
    private final RecentMap<Registration, Place> places;
    private final RecentMap<String, Versioned<S>> latest;
    private final RecentMap<String, Optional<String>> associated;
    private final RecentMap<Version, Versioned<S>> versions;

    public RegistryClient(RegistryClientConfig config, SchemaFormat<S> format) {
        this(config, format, System::nanoTime);
    }

    /** One by a clock of the caller's, as {@link System#nanoTime}. */
    RegistryClient(RegistryClientConfig config, SchemaFormat<S> format, LongSupplier nanoTime) {
        this.transport = new RegistryTransport(config);
        this.format = format;
        this.byId = new RecentMap<>(config.maxCachedSchemas());
        this.places = new RecentMap<>(config.maxCachedSchemas());
        this.latest = new RecentMap<>(config.maxCachedSchemas(), config.latestMaxAge(), nanoTime);
        this.associated = new RecentMap<>(config.maxCachedSchemas());
        this.versions = new RecentMap<>(config.maxCachedSchemas());
    }

    /** What the schemas of this client are. */
    public SchemaFormat<S> format() {
        return format;
    }

    /** The schema that an id or a guid stands for. */
    public S schema(SchemaId id) {
        return known(id).schema();
    }

    /** The same, to write by it; refused if its rules do not let that be done by whom runs none. */
    public S writable(SchemaId id) {
        Known<S> known = known(id);
        require(known.objection());
        return known.schema();
    }

    private Known<S> known(SchemaId id) {
        return byId.get(id, key -> {
            JsonNode answer = transport.get(path(key));
            return new Known<>(parse(answer, key.subject()), WriteRules.objection(answer));
        });
    }

    private static void require(Optional<String> objection) {
        objection.ifPresent(why -> {
            throw RegistryException.ofUse(why);
        });
    }

    /** An answer with the schema by which something will be written. */
    private static JsonNode writable(JsonNode answer) {
        require(WriteRules.objection(answer));
        return answer;
    }

    private static String path(SchemaId id) {
        if (id.guid() != null) {
            return "/schemas/guids/" + id.guid();
        }
        return "/schemas/ids/" + id.id() + (id.subject().isEmpty() ? "" : "?subject=" + encode(id.subject()));
    }

    /** The schema that an id stands for. */
    public S schema(int id) {
        return schema(SchemaId.of(id));
    }

    /** Registers a schema, or finds it; answers its id. */
    public int register(String subject, S schema, boolean normalize) {
        return places.get(
                        registration(subject, schema, false, normalize),
                        key -> new Place(subject, send(subject, schema, normalize)))
                .id();
    }

    /**
     * The same on behalf of somebody who need not have all rights that this client has.
     *
     * @param allowed is told, before a schema is registered, the subject that the name means; it throws what shall refuse that
     */
    public Place register(String subject, S schema, Consumer<String> allowed) {
        return places.get(registration(subject, schema, false, false), key -> {
            String target = target(subject);
            allowed.accept(target);
            return new Place(target, send(subject, schema, false));
        });
    }

    private Registration registration(String subject, S schema, boolean lookUpOnly, boolean normalize) {
        return new Registration(subject, format.identity(schema), lookUpOnly, normalize);
    }

    private int send(String subject, S schema, boolean normalize) {
        return writable(transport.post("/subjects/" + encode(subject) + "/versions" + query(normalize), body(schema)))
                .path("id")
                .asInt();
    }

    /** The subject that a name means now: itself, or the one that its config makes it an alias of. Not remembered. */
    private String target(String subject) {
        String alias;
        try {
            alias = transport.get("/config/" + encode(subject)).path("alias").asText("");
        } catch (RegistryException e) {
            if (e.status() == NOT_FOUND) {
                // It has no config of its own.
                return subject;
            }
            throw e;
        }
        return alias.isEmpty()
                ? subject
                : SubjectName.parseIn(SubjectName.contextOf(subject), alias).qualified();
    }

    /** The id of a schema that must be registered already. */
    public int lookUp(String subject, S schema, boolean normalize) {
        return place(subject, schema, normalize).id();
    }

    /** Where a schema is that must be registered already. */
    public Place place(String subject, S schema, boolean normalize) {
        return places.get(registration(subject, schema, true, normalize), key -> {
            JsonNode found = writable(transport.post("/subjects/" + encode(subject) + query(normalize), body(schema)));
            return new Place(
                    found.path("subject").asText(subject), found.path("id").asInt());
        });
    }

    /** The version under which a subject has a schema that is registered there. Not remembered. */
    public int version(String subject, S schema, boolean normalize) {
        return transport
                .post("/subjects/" + encode(subject) + query(normalize), body(schema))
                .path("version")
                .asInt();
    }

    /** The latest schema of a subject, as it was when this client asked for it, at most the configured time ago. */
    public Versioned<S> latest(String subject) {
        return latest.get(subject, key -> versioned(key, "latest"));
    }

    /** The schema that a subject has under a version. */
    public Versioned<S> ofVersion(String subject, int version) {
        return versions.get(
                new Version(subject, version), key -> versioned(key.subject(), Integer.toString(key.number())));
    }

    private Versioned<S> versioned(String subject, String version) {
        JsonNode answer = writable(transport.get("/subjects/" + encode(subject) + "/versions/" + version));
        return new Versioned<>(
                answer.path("subject").asText(subject),
                answer.path("id").asInt(),
                answer.path("version").asInt(),
                parse(answer, subject));
    }

    /** The subject that the registry associates with a topic, as it was when this client first asked. */
    public Optional<String> associated(String topic, boolean isKey) {
        return associated.get(
                (isKey ? "key" : "value") + "&" + topic, key -> askForAssociated(topic, isKey ? "key" : "value"));
    }

    private Optional<String> askForAssociated(String topic, String type) {
        JsonNode found;
        try {
            found = transport.get(
                    "/associations/resources/-/" + encode(topic) + "?resourceType=topic&associationType=" + type);
        } catch (RegistryException e) {
            if (e.status() == NOT_FOUND || e.status() == NOT_ALLOWED || e.status() == NOT_IMPLEMENTED) {
                // A registry that knows no associations.
                return Optional.empty();
            }
            throw e;
        }
        if (found.size() > 1) {
            throw new RegistryException(
                    "topic " + topic + " is associated with " + found.size()
                            + " subjects, in several namespaces; name one" + " by another subject name strategy",
                    200,
                    0,
                    null);
        }
        return Optional.of(found.path(0).path("subject").asText("")).filter(subject -> !subject.isEmpty());
    }

    private static String query(boolean normalize) {
        return normalize ? "?normalize=true" : "";
    }

    private ObjectNode body(S schema) {
        StoredSchema stored = format.write(schema);
        ObjectNode body = RegistryTransport.JSON.createObjectNode().put("schema", stored.text());
        if (!format.type(schema).equals(AVRO)) {
            body.put("schemaType", format.type(schema));
        }
        if (!stored.references().isEmpty()) {
            ArrayNode references = body.putArray("references");
            for (Reference each : stored.references()) {
                references
                        .addObject()
                        .put("name", each.name())
                        .put("subject", each.subject())
                        .put("version", each.version());
            }
        }
        return body;
    }

    /** The schema of an answer, which need not say of which subject it is where a caller may not know that. */
    private S parse(JsonNode answer, String askedSubject) {
        return format.read(
                answer.path("schemaType").asText(AVRO),
                new StoredSchema(
                        answer.path("schema").asText(),
                        ReferencedTexts.references(answer),
                        new ReferencedTexts(transport).of(answer, askedSubject)));
    }

    static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
