package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.server.exporter.DeploymentAttributes;
import java.util.List;

/** What is said about the server itself. */
final class ServerHandlers {
    private final Registry registry;
    private final ServerIdentity identity;

    ServerHandlers(Registry registry, ServerIdentity identity) {
        this.registry = registry;
        this.identity = identity;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("POST", "/", exchange -> Answer.ok(Answer.object())),
                Route.on("GET", "/v1/metadata/id", exchange -> id()),
                Route.on("GET", "/v1/metadata/version", exchange -> version()),
                Route.on("GET", DeploymentAttributes.PATH, exchange -> deployment()));
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

    private Answer deployment() {
        ObjectNode body = Answer.object();
        body.putObject("attributes")
                .put(DeploymentAttributes.CLUSTER, identity.kafkaClusterId())
                .put(DeploymentAttributes.TOPIC, registry.store().topic());
        return Answer.ok(body);
    }
}
