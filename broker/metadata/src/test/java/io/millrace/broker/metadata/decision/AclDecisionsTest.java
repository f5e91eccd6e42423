package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AclsCreated;
import io.millrace.broker.metadata.command.AclsDeleted;
import io.millrace.broker.metadata.command.CreateAcls;
import io.millrace.broker.metadata.command.DeleteAcls;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclDecisionsTest {

    private static final AclBinding ORDERS = acl(ResourceType.TOPIC, "orders", PatternType.LITERAL, "User:ann");
    private static final AclBinding ORDERS_PREFIX = acl(ResourceType.TOPIC, "ord", PatternType.PREFIXED, "User:bob");
    private static final AclBinding ALL_TOPICS = acl(ResourceType.TOPIC, "*", PatternType.LITERAL, "User:bob");
    private static final AclBinding GROUP = acl(ResourceType.GROUP, "readers", PatternType.LITERAL, "User:ann");

    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @Test
    void addsEachAclOnce() {
        // When
        List<Outcome> outcomes = create(ORDERS, GROUP, ORDERS);
        MetadataImage before = cluster.image;
        List<Outcome> again = create(ORDERS);

        // Then
        assertThat(outcomes).containsOnly(Outcome.DONE).hasSize(3);
        assertThat(again).containsExactly(Outcome.DONE);
        assertThat(cluster.image.acls()).isSameAs(before.acls());
        assertThat(cluster.image.acls().bindings()).containsExactlyInAnyOrder(ORDERS, GROUP);
    }

    @Test
    void refusesWhatMakesNoSenseAndAddsTheRest() {
        // When
        List<Outcome> outcomes = create(
                acl(ResourceType.CLUSTER, "my-cluster", PatternType.LITERAL, "User:ann"),
                acl(ResourceType.TOPIC, "", PatternType.LITERAL, "User:ann"),
                acl(ResourceType.TOPIC, "t", PatternType.LITERAL, "ann"),
                ORDERS);

        // Then
        assertThat(outcomes.subList(0, 3)).allMatch(outcome -> outcome.error() == Errors.INVALID_REQUEST);
        assertThat(outcomes.get(0).message())
                .hasValueSatisfying(text -> assertThat(text).contains("kafka-cluster"));
        assertThat(outcomes.get(3)).isEqualTo(Outcome.DONE);
        assertThat(cluster.image.acls().bindings()).containsExactly(ORDERS);
    }

    @Test
    void removesWhatTheFiltersMatch() {
        // Given
        create(ORDERS, ORDERS_PREFIX, ALL_TOPICS, GROUP);

        // When
        AclsDeleted deleted = (AclsDeleted) cluster.submit(new DeleteAcls(List.of(
                filter(ResourceType.TOPIC, "orders", PatternType.LITERAL, null),
                filter(ResourceType.TOPIC, "orders", PatternType.MATCH, "User:bob"),
                filter(ResourceType.ANY, null, PatternType.ANY, "User:bob"))));

        // Then
        assertThat(deleted.byFilter().get(0)).containsExactly(ORDERS);
        assertThat(deleted.byFilter().get(1)).containsExactlyInAnyOrder(ORDERS_PREFIX, ALL_TOPICS);
        assertThat(deleted.byFilter().get(2)).containsExactlyInAnyOrder(ORDERS_PREFIX, ALL_TOPICS);
        assertThat(cluster.image.acls().bindings()).containsExactly(GROUP);
    }

    @Test
    void answersARetriedDeletionLikeTheFirstOne() {
        // Given
        create(ORDERS);
        Uuid id = cluster.freshId();
        var command = new DeleteAcls(List.of(AclBindingFilter.ANY));

        // When
        var first = cluster.submit(id, command);
        var second = cluster.submit(id, command);

        // Then
        assertThat(second).isEqualTo(first).isEqualTo(new AclsDeleted(List.of(List.of(ORDERS))));
    }

    private List<Outcome> create(AclBinding... bindings) {
        return ((AclsCreated) cluster.submit(new CreateAcls(List.of(bindings)))).outcomes();
    }

    private static AclBinding acl(ResourceType type, String name, PatternType patternType, String principal) {
        return new AclBinding(
                new ResourcePattern(type, name, patternType),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    private static AclBindingFilter filter(ResourceType type, String name, PatternType patternType, String principal) {
        return new AclBindingFilter(
                new ResourcePatternFilter(type, name, patternType),
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
    }
}
