package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is said about the server itself. */
final class ServerHandlers {
    private final ServerIdentity identity;

    ServerHandlers(ServerIdentity identity) {
        this.identity = identity;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("POST", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("GET", "/v1/metadata/id", exchange -> id()),
                Route.on("GET", "/v1/metadata/version", exchange -> version()),
                Route.on("GET", "/v1/metadata/deployment", exchange -> deployment()));
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
}
