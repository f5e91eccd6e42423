package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Associations in the bodies of requests. */
final class AssociationBody {
    /** As long as the name of a topic may be. */
    private static final int MAX_NAME = 249;

    private static final Set<String> TYPES = Set.of("key", "value");

    private AssociationBody() {}

    /** What is wanted; the resource id may stand in the path as well, and is needed unless nothing will be written. */
    static AssociationRequest request(Exchange exchange, Optional<String> pathId, boolean dryRun) {
        JsonNode body = exchange.json();
        String name = name(body, "resourceName", ".");
        String namespace = name(body, "resourceNamespace", "");
        Optional<String> id = text(body, "resourceId").or(() -> pathId);
        if (id.isEmpty() && !dryRun) {
            throw invalid("resourceId", "cannot be null or empty");
        }
        if (pathId.isPresent() && !pathId.equals(id)) {
            throw invalid("resourceId", "differs from the one in the path, " + pathId.get());
        }
        requireTopic(text(body, "resourceType").orElse(AssociationKey.TOPIC));
        JsonNode associations = body.path("associations");
        if (!associations.isArray() || associations.isEmpty()) {
            throw invalid("associations", "must be an array that is not empty");
        }
        List<Wish> wishes = new ArrayList<>();
        associations.forEach(each -> wishes.add(wish(exchange, each)));
        return new AssociationRequest(name, namespace, id, wishes);
    }

    private static Wish wish(Exchange exchange, JsonNode node) {
        if (!node.isObject()) {
            throw invalid("associations", "must hold objects, but holds " + node);
        }
        String type = text(node, "associationType").orElse("value");
        if (!TYPES.contains(type)) {
            throw invalid("associationType", "must be either 'key' or 'value', but is '" + type + "'");
        }
        String context = exchange.text("context", exchange.context());
        JsonNode schema = node.path("schema");
        if (!schema.isObject() && !schema.isNull() && !schema.isMissingNode()) {
            throw invalid("schema", "must be an object");
        }
        return new Wish(
                type,
                text(node, "subject").map(subject -> SubjectName.parseIn(SubjectName.contextNamed(context), subject)
                        .qualified()),
                text(node, "lifecycle").map(AssociationBody::lifecycle),
                flag(node, "frozen"),
                schema.isObject()
                        ? Optional.of(SchemaBody.candidate(
                                schema, flag(node, "normalize").orElse(false), false))
                        : Optional.empty());
    }

    static void requireTopic(String resourceType) {
        if (!resourceType.equals(AssociationKey.TOPIC)) {
            throw invalid("resourceType", "must be 'topic', but is '" + resourceType + "'");
        }
    }

    static Lifecycle lifecycle(String name) {
        for (Lifecycle each : Lifecycle.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw invalid("lifecycle", "must be STRONG or WEAK, but is '" + name + "'");
    }

    /** A text that may be left out; an empty one says nothing either. */
    static Optional<String> text(JsonNode node, String property) {
        JsonNode value = node.path(property);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
            throw invalid(property, "must be a string, but is " + value);
        }
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonNode node, String property) {
        JsonNode value = node.path(property);
        if (!value.isBoolean() && !value.isNull() && !value.isMissingNode()) {
            throw invalid(property, "must be true or false, but is " + value);
        }
        return value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
    }

    private static String name(JsonNode body, String property, String alsoAllowed) {
        String name = text(body, property).orElseThrow(() -> invalid(property, "cannot be null or empty"));
        if (name.length() > MAX_NAME) {
            throw invalid(property, "is longer than " + MAX_NAME + " characters");
        }
        boolean plain = name.chars()
                .allMatch(each -> Character.isLetterOrDigit(each) || ("_-" + alsoAllowed).indexOf(each) >= 0);
        if (!plain) {
            throw invalid(
                    property,
                    "may have letters, digits and " + String.join(" ", ("_-" + alsoAllowed).split(""))
                            + " only, but is '" + name + "'");
        }
        return name;
    }

    static HttpProblemException invalid(String property, String detail) {
        return new HttpProblemException(
                RegistryErrorCode.INVALID_ASSOCIATION,
                "The association has an invalid value for property '" + property + "': " + detail);
    }
}
