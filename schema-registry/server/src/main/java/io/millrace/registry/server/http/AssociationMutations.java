package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@code POST /associations:batchMutate}: changes of the associations of many topics, one after the other, each with an
 * answer of its own. Those of one topic are made together or not at all.
 */
final class AssociationMutations {
    private final AssociationChanges changes;

    AssociationMutations(Registry registry) {
        this.changes = new AssociationChanges(registry);
    }

    List<Route> routes() {
        return List.of(Route.changing(Change.CHANGE_ASSOCIATIONS, "POST", "/associations:batchMutate", this::mutate));
    }

    private Answer mutate(Exchange exchange) {
        return answer(AssociationBatchHandler.requests(exchange), (request, writes) -> one(exchange, request, writes));
    }

    /**
     * Answers all requests of a batch. What the store does to the first write is the answer to the batch, as nothing was
     * changed; later, the other requests have their answers, and so has the one that the store failed.
     */
    static Answer answer(JsonNode requests, BiFunction<JsonNode, SeveralWrites, ObjectNode> each) {
        ObjectNode body = Answer.object();
        ArrayNode results = body.putArray("results");
        boolean begun = false;
        Optional<StoreException> failure = Optional.empty();
        for (JsonNode request : requests) {
            ObjectNode result = results.addObject();
            if (failure.isPresent()) {
                error(result, failure.get().code().code(), "Not tried, because the store failed before");
                continue;
            }
            SeveralWrites writes = new SeveralWrites();
            try {
                result.set("result", each.apply(request, writes));
            } catch (HttpProblemException e) {
                error(result, e.code(), e.getMessage());
            } catch (NotLeaderException e) {
                if (!begun) {
                    throw e;
                }
                failure = Optional.of(
                        new StoreException(RegistryErrorCode.UNKNOWN_LEADER, "another instance leads now", e));
            } catch (StoreException e) {
                if (!begun) {
                    throw e;
                }
                failure = Optional.of(e);
            }
            failure.ifPresent(e -> error(result, e.code().code(), "The registry's store failed: " + e.getMessage()));
            begun |= writes.hasBegun();
        }
        return new Answer(AssociationBatchHandler.MULTI_STATUS, body.toString());
    }

    private ObjectNode one(Exchange exchange, JsonNode node, SeveralWrites writes) {
        boolean dryRun = exchange.flag("dryRun");
        AssociationRequest request = AssociationBody.steps(exchange, node, dryRun);
        return dryRun ? changes.check(exchange, request) : changes.make(exchange, request, writes);
    }

    private static void error(ObjectNode result, int code, String message) {
        AssociationBatchHandler.error(result, code, message);
    }
}
