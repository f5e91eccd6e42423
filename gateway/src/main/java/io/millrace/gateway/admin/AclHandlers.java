package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.V3Documents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.acl.AclBinding;

/** REST Proxy v3: the ACLs of the cluster. */
public final class AclHandlers {
    private static final int BATCH_MAX = 1_000;

    private final Clients clients;
    private final Cluster cluster;

    public AclHandlers(Clients clients, Cluster cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    /** {@code GET .../acls}: those that the query describes, all without one. */
    public CompletionStage<Reply> list(Exchange exchange) {
        var filter = AclQuery.filter(exchange);
        return cluster.require(exchange)
                .thenCombine(
                        clients.admin().describeAcls(filter).values().toCompletionStage(),
                        (id, found) -> Reply.ok(list(exchange, id, found)));
    }

    /** {@code POST .../acls}: 201. */
    public CompletionStage<Reply> create(Exchange exchange) {
        return create(exchange, List.of(AclQuery.binding(Json.readObject(exchange.body(), "The body"))));
    }

    /** {@code POST .../acls:batch}: 201. */
    public CompletionStage<Reply> batch(Exchange exchange) {
        JsonNode body = Json.readObject(exchange.body(), "The body");
        ConfigChanges.requireFields(body, java.util.Set.of("data"));
        JsonNode data = body.path("data");
        if (!data.isArray() || data.isEmpty() || data.size() > BATCH_MAX) {
            throw new HttpProblemException(400, "data is an array of 1 to " + BATCH_MAX + " ACLs");
        }
        List<AclBinding> bindings = new ArrayList<>();
        data.forEach(each -> bindings.add(AclQuery.binding(each)));
        return create(exchange, bindings);
    }

    private CompletionStage<Reply> create(Exchange exchange, List<AclBinding> bindings) {
        return cluster.require(exchange)
                .thenCompose(id -> clients.admin().createAcls(bindings).all().toCompletionStage())
                .thenApply(done -> Reply.empty(201));
    }

    /** {@code DELETE .../acls}: those that the query describes, which are told. */
    public CompletionStage<Reply> delete(Exchange exchange) {
        AclQuery.requireNarrow(exchange);
        var filter = AclQuery.filter(exchange);
        return cluster.require(exchange).thenCompose(id -> clients.admin()
                .deleteAcls(List.of(filter))
                .all()
                .toCompletionStage()
                .thenApply(deleted -> {
                    ObjectNode document = Json.object();
                    document.set("data", list(exchange, id, deleted).path("data"));
                    return Reply.ok(document);
                }));
    }

    private static ObjectNode list(Exchange exchange, String clusterId, Collection<AclBinding> found) {
        V3Documents documents = new V3Documents(exchange, clusterId);
        List<AclBinding> sorted = found.stream()
                .sorted(Comparator.comparing(AclBinding::toString))
                .toList();
        return documents.list("KafkaAclList", "/acls", sorted, each -> document(documents, each));
    }

    private static ObjectNode document(V3Documents documents, AclBinding binding) {
        ObjectNode document = documents.resource("KafkaAcl", "/acls?" + AclQuery.of(binding), "/acl=" + id(binding));
        document.put("resource_type", binding.pattern().resourceType().name())
                .put("resource_name", binding.pattern().name())
                .put("pattern_type", binding.pattern().patternType().name());
        document.put("principal", binding.entry().principal())
                .put("host", binding.entry().host());
        return document.put("operation", binding.entry().operation().name())
                .put("permission", binding.entry().permissionType().name());
    }

    private static String id(AclBinding binding) {
        return binding.pattern().resourceType() + "/" + binding.pattern().name();
    }
}
