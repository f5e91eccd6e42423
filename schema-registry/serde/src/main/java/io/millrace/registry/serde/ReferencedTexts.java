package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.serde.StoredSchema.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a registry for the texts that a schema refers to, and those that these refer to. One use, one thread. */
final class ReferencedTexts {
    /** How a subject's name begins that says in which context it is: {@code :.context:subject}. */
    static final String CONTEXT_START = ":.";

    private static final int DEPTH_MAX = 100;
    private static final int TEXTS_MAX = 1000;

    private final RegistryTransport transport;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ReferencedTexts(RegistryTransport transport) {
        this.transport = transport;
    }

    /**
     * The texts behind an answer with a schema, each after what it needs itself.
     *
     * @param askedSubject what was asked for, as the answer need not say of which subject it is
     */
    List<Dependency> of(JsonNode answer, String askedSubject) {
        collect(answer, askedSubject, 0);
        return texts.entrySet().stream()
                .map(each -> new Dependency(each.getKey(), each.getValue()))
                .toList();
    }

    /** The references of an answer with a schema. */
    static List<Reference> references(JsonNode answer) {
        List<Reference> references = new ArrayList<>();
        for (JsonNode each : answer.path("references")) {
            references.add(new Reference(
                    each.path("name").asText(),
                    each.path("subject").asText(),
                    each.path("version").asInt()));
        }
        return references;
    }

    private void collect(JsonNode answer, String askedSubject, int depth) {
        if (depth > DEPTH_MAX) {
            throw new RegistryException("references go deeper than " + DEPTH_MAX, 200, 0, null);
        }
        String user = answer.path("subject").asText(askedSubject);
        for (Reference reference : references(answer)) {
            if (texts.containsKey(reference.name())) {
                continue;
            }
            String subject = inContextOf(user, reference.subject());
            JsonNode target = transport.get("/subjects/" + RegistryClient.encode(subject) + "/versions/"
                    + reference.version() + "?deleted=true");
            collect(target, subject, depth + 1);
            if (texts.size() >= TEXTS_MAX) {
                throw new RegistryException("there are more than " + TEXTS_MAX + " references", 200, 0, null);
            }
            texts.putIfAbsent(reference.name(), target.path("schema").asText());
        }
    }

    /** What a reference means to the subject that has it: a name without a context is one of that subject's own. */
    private static String inContextOf(String user, String reference) {
        int end = user.startsWith(CONTEXT_START) ? user.indexOf(':', 1) : -1;
        return end < 0 || reference.startsWith(CONTEXT_START) ? reference : user.substring(0, end + 1) + reference;
    }
}
