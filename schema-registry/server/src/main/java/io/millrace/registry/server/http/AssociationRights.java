package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.acls.SubjectTopic;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.model.command.AssociationRequest.Ending;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.state.AssociationTable;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What a caller may see and change of associations. Each is about a topic and a subject, and a right to the one gives none
 * to the other: refusals name no more than the request itself does.
 */
record AssociationRights(Judge judge) {
    private static final String SOME_SUBJECT = "a subject that is associated with the topic ";

    static AssociationRights of(Exchange exchange) {
        return new AssociationRights(exchange.judge());
    }

    /**
     * Ends a request by what its body names alone, before anything is written down or handed on: the caller may alter none
     * of the topics. What the body does not say well is left to its handler.
     */
    static void requireNamed(Exchange exchange) {
        List<String> topics;
        try {
            topics = topics(exchange.json());
        } catch (HttpProblemException e) {
            return;
        }
        Judge judge = exchange.judge();
        if (!topics.isEmpty() && topics.stream().noneMatch(topic -> judge.may(AclOperation.ALTER, topic))) {
            judge.require(AclOperation.ALTER, topics.get(0), "the topic " + topics.get(0));
        }
    }

    /** Of one request, or of each in a batch. */
    private static List<String> topics(JsonNode body) {
        Stream<JsonNode> requests = body.has("requests")
                ? StreamSupport.stream(body.path("requests").spliterator(), false)
                        .limit(AssociationBatchHandler.MAX_REQUESTS)
                : Stream.of(body);
        return requests.map(each -> each.path("resourceName").asText())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Those that may be in a list, of whatever topics. */
    List<Association> shown(List<Association> found) {
        return found.stream().filter(this::isShown).toList();
    }

    private boolean isShown(Association association) {
        return maySeeTopic(association)
                && judge.may(
                        AclOperation.DESCRIBE, SubjectTopic.of(association.key().subject()));
    }

    private boolean maySeeTopic(Association association) {
        return judge.may(AclOperation.DESCRIBE, association.key().resourceName());
    }

    /**
     * Those of one topic, or of all. One of a topic with a subject that the caller may not describe ends the request: if it
     * were left out, serializers would go on with the topic's name for a subject.
     */
    List<Association> named(RegistryState state, String topic, String namespace) {
        List<Association> found = state.associations().named(topic, namespace);
        if (topic.equals(AssociationTable.ANY)) {
            return shown(found);
        }
        judge.require(AclOperation.DESCRIBE, topic, "the topic " + topic);
        found.forEach(each -> requireHidden(AclOperation.DESCRIBE, each.key()));
        return found;
    }

    /** Ends a request whose caller may not take all of its steps in this state. */
    void require(RegistryState state, AssociationRequest request) {
        String topic = request.resourceName();
        judge.require(AclOperation.ALTER, topic, "the topic " + topic);
        for (Wish wish : request.wishes()) {
            String subject = Scopes.target(state, wish.subject().orElseGet(() -> request.ownSubject(wish)));
            if (wish.subject().isPresent() || !isThere(state, request, wish)) {
                requireNamed(AclOperation.WRITE, subject, wish.subject().orElse(subject));
            }
            wish.schema()
                    .ifPresent(schema ->
                            judge.requireReferences(subject, schema.content().references()));
        }
        for (Association each : concerned(state, request)) {
            requireTopic(each, topic);
            request.steps().stream()
                    .filter(step -> step.associationType().equals(each.key().associationType()))
                    .forEach(step -> requireStep(each, step instanceof Ending ending && ending.cascade()));
        }
        requireOwnEndings(request);
    }

    /** Whether a wish without a subject means the one that is there, whatever the other steps are. */
    private static boolean isThere(RegistryState state, AssociationRequest request, Wish wish) {
        boolean ends = request.steps().stream()
                .anyMatch(
                        step -> step instanceof Ending && step.associationType().equals(wish.associationType()));
        return !wish.create()
                && !ends
                && concerned(state, request).stream()
                        .anyMatch(each -> each.key().associationType().equals(wish.associationType()));
    }

    /** An association that a request makes and ends again takes the topic's own subject with it, which may be older. */
    private void requireOwnEndings(AssociationRequest request) {
        request.steps().stream()
                .filter(step -> step instanceof Ending ending && ending.cascade())
                .flatMap(ending -> request.wishes().stream()
                        .filter(wish -> wish.associationType().equals(ending.associationType())))
                .map(request::ownSubject)
                .forEach(own -> requireNamed(AclOperation.DELETE, own, own));
    }

    /** Those of the topic by its name, and of whatever has its id. */
    private static List<Association> concerned(RegistryState state, AssociationRequest request) {
        Stream<Association> named =
                state.associations().named(request.resourceName(), request.resourceNamespace()).stream()
                        .filter(each -> each.key().resourceName().equals(request.resourceName())
                                && each.key().resourceNamespace().equals(request.resourceNamespace()));
        Stream<Association> ofId =
                request.resourceId().stream().flatMap(id -> state.associations().ofResource(id).stream());
        return Stream.concat(named, ofId).distinct().toList();
    }

    /** Whether a caller learns at all that there are such associations. */
    boolean maySeeSome(List<Association> found) {
        return found.stream().anyMatch(this::maySeeTopic);
    }

    /** Ends a request whose caller may not end all of these associations. */
    void requireEndings(List<Association> ending, boolean cascade) {
        for (Association each : ending) {
            requireTopic(each, "");
            requireStep(each, cascade);
        }
    }

    private void requireTopic(Association association, String known) {
        String topic = association.key().resourceName();
        judge.require(
                AclOperation.ALTER,
                topic,
                topic.equals(known) ? "the topic " + topic : "a topic that has associations under this resourceId");
    }

    private void requireStep(Association association, boolean cascade) {
        requireHidden(AclOperation.WRITE, association.key());
        if (cascade && association.lifecycle() == Lifecycle.STRONG) {
            requireHidden(AclOperation.DELETE, association.key());
        }
    }

    /** The topic is known to the caller, and the subject perhaps not. */
    private void requireHidden(AclOperation operation, AssociationKey key) {
        judge.require(operation, SubjectTopic.of(key.subject()), SOME_SUBJECT + key.resourceName());
    }

    private void requireNamed(AclOperation operation, String subject, String asWritten) {
        judge.require(operation, SubjectTopic.of(subject), "the subject " + asWritten);
    }
}
