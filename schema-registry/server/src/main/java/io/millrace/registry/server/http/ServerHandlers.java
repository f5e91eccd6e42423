package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.ArrayList;
import java.util.List;

/** What is said about the server itself, and the paths of features that clients probe for. */
final class ServerHandlers {
    private final ServerIdentity identity;

    ServerHandlers(ServerIdentity identity) {
        this.identity = identity;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.on("GET", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("POST", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("GET", "/v1/metadata/id", exchange -> id()),
                Route.on("GET", "/v1/metadata/version", exchange -> version()),
                Route.on("GET", "/v1/metadata/deployment", exchange -> deployment())));
        // Newer serializers ask for associations first; only 404 makes them go on without.
        for (String path : List.of(
                "/associations/subjects/{subject}",
                "/associations/resources/{id}",
                "/associations/resources/{namespace}/{name}")) {
            routes.add(Route.on("GET", path, ServerHandlers::noAssociation));
        }
        routes.add(Route.on("PUT", "/associations/resources/{id}", ServerHandlers::noAssociation));
        routes.add(Route.on("DELETE", "/associations/resources/{id}", ServerHandlers::noAssociation));
        for (String path : List.of("/associations", "/associations:batchGet", "/associations:batchMutate")) {
            routes.add(Route.on("POST", path, ServerHandlers::noAssociation));
        }
        return routes;
    }

    private Answer id() {
        ObjectNode body = Answer.object().put("id", "");
        ObjectNode scope = body.putObject("scope");
        scope.putArray("path");
        scope.putObject("clusters")
                .put("kafka-cluster", identity.kafkaClusterId())
                .put("schema-registry-cluster", identity.registryCluster());
        return Answer.ok(body);
    }

    private Answer version() {
        return Answer.ok(Answer.object().put("version", identity.version()).put("commitId", identity.commitId()));
    }

    private static Answer deployment() {
        ObjectNode body = Answer.object();
        body.putObject("attributes");
        return Answer.ok(body);
    }

    private static Answer noAssociation(Exchange exchange) {
        throw new HttpProblemException(
                RegistryErrorCode.ASSOCIATION_NOT_FOUND, "No association found; this registry keeps none");
    }
}
