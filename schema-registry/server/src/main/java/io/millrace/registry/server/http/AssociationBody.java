package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.model.command.AssociationRequest.Ending;
import io.millrace.registry.model.command.AssociationRequest.Step;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Associations in the bodies of requests. */
final class AssociationBody {
    /** As long as the name of a topic may be. */
    private static final int MAX_NAME = 249;
    /** More than any order of steps for two types of associations needs. */
    private static final int MAX_STEPS = 100;

    private static final Set<String> TYPES = Set.of("key", "value");

    private AssociationBody() {}

    /** What is wanted; the resource id may stand in the path as well, and is needed unless nothing will be written. */
    static AssociationRequest request(Exchange exchange, Optional<String> pathId, boolean dryRun) {
        return request(exchange.json(), pathId, dryRun, each -> wish(exchange, each, pathId.isEmpty()));
    }

    /** The same of one request of a batch, in which each step says itself what it does. */
    static AssociationRequest steps(Exchange exchange, JsonNode node, boolean dryRun) {
        if (!node.isObject()) {
            throw invalid("requests", "must hold objects, but holds " + node);
        }
        return request(node, Optional.empty(), dryRun, each -> step(exchange, each));
    }

    private static AssociationRequest request(
            JsonNode body, Optional<String> pathId, boolean dryRun, Function<JsonNode, Step> reading) {
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
        if (!associations.isArray() || associations.isEmpty() || associations.size() > MAX_STEPS) {
            throw invalid("associations", "must be an array of 1 to " + MAX_STEPS + " associations");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode each : associations) {
            if (!each.isObject()) {
                throw invalid("associations", "must hold objects, but holds " + each);
            }
            steps.add(reading.apply(each));
        }
        return new AssociationRequest(name, namespace, id, steps);
    }

    private static Step step(Exchange exchange, JsonNode node) {
        String operation = text(node, "opType").orElse("");
        return switch (operation) {
            case "CREATE" -> wish(exchange, node, true);
            case "UPSERT" -> wish(exchange, node, false);
            case "DELETE" ->
                new Ending(type(node), flag(node, "cascadeLifecycle").orElse(false));
            default -> throw invalid("opType", "must be CREATE, UPSERT or DELETE, but is '" + operation + "'");
        };
    }

    private static String type(JsonNode node) {
        String type = text(node, "associationType").orElse("value");
        if (!TYPES.contains(type)) {
            throw invalid("associationType", "must be either 'key' or 'value', but is '" + type + "'");
        }
        return type;
    }

    private static Wish wish(Exchange exchange, JsonNode node, boolean create) {
        String context = exchange.text("context", exchange.context());
        JsonNode schema = node.path("schema");
        if (!schema.isObject() && !schema.isNull() && !schema.isMissingNode()) {
            throw invalid("schema", "must be an object");
        }
        return new Wish(
                create,
                type(node),
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
