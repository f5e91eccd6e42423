package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code POST /associations:batchGet}: the associations of many resources, each with an answer of its own. */
final class AssociationBatchHandler {
    static final int MAX_REQUESTS = 1000;
    static final int MULTI_STATUS = 207;

    private final Registry registry;

    AssociationBatchHandler(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.on("POST", "/associations:batchGet", this::get));
    }

    private Answer get(Exchange exchange) {
        ObjectNode body = Answer.object();
        ArrayNode results = body.putArray("results");
        for (JsonNode request : requests(exchange)) {
            ObjectNode result = results.addObject();
            try {
                result.set("result", answer(exchange, request));
            } catch (HttpProblemException e) {
                error(result, e.code(), e.getMessage());
            }
        }
        return new Answer(MULTI_STATUS, body.toString());
    }

    /** The requests of a batch, which are neither none nor too many. */
    static JsonNode requests(Exchange exchange) {
        JsonNode requests = exchange.json().path("requests");
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MAX_REQUESTS) {
            throw AssociationBody.invalid("requests", "must be an array of 1 to " + MAX_REQUESTS + " requests");
        }
        return requests;
    }

    /** That one request of a batch failed. */
    static void error(ObjectNode result, int code, String message) {
        result.putObject("error").put("error_code", code).put("message", message);
    }

    private ObjectNode answer(Exchange exchange, JsonNode request) {
        Optional<String> id = AssociationBody.text(request, "resourceId");
        Optional<String> name = AssociationBody.text(request, "resourceName");
        Optional<String> namespace = AssociationBody.text(request, "resourceNamespace");
        if (id.isEmpty() && name.isEmpty()) {
            throw AssociationBody.invalid("resourceId", "either resourceId or resourceName must be given");
        }
        if (name.isPresent() && namespace.isEmpty()) {
            throw AssociationBody.invalid("resourceNamespace", "must be given with resourceName");
        }
        List<String> types = new ArrayList<>();
        request.path("associationTypes").forEach(each -> types.add(each.asText()));
        AssociationRights rights = AssociationRights.of(exchange);
        List<Association> found = AssociationView.wanted(
                registry.read(state -> find(rights, state, id, name, namespace)),
                AssociationBody.text(request, "resourceType").orElse(""),
                types,
                AssociationBody.text(request, "lifecycle").map(AssociationBody::lifecycle));
        Optional<Association> first = found.stream().findFirst();
        ObjectNode resource = AssociationView.resource(
                name.or(() -> first.map(each -> each.key().resourceName())).orElse(null),
                namespace
                        .or(() -> first.map(each -> each.key().resourceNamespace()))
                        .orElse(null),
                id.or(() -> first.map(Association::resourceId)).orElse(null));
        return AssociationView.ofResource(resource, found, schemas(exchange, found));
    }

    private static List<Association> find(
            AssociationRights rights,
            RegistryState state,
            Optional<String> id,
            Optional<String> name,
            Optional<String> namespace) {
        return id.map(known -> rights.shown(state.associations().ofResource(known)))
                .orElseGet(() -> rights.named(state, name.orElseThrow(), namespace.orElseThrow()));
    }

    private Map<String, ObjectNode> schemas(Exchange exchange, List<Association> found) {
        Map<String, ObjectNode> schemas = new TreeMap<>();
        if (exchange.flag("includeSchemas")) {
            SchemaView view = SchemaView.of(registry, exchange);
            for (Association each : found) {
                if (!exchange.judge().mayRead(each.key().subject())) {
                    continue;
                }
                registry.read(state -> state.latest(each.key().subject()))
                        .ifPresent(latest -> schemas.put(each.key().associationType(), view.version(latest)));
            }
        }
        return schemas;
    }
}
