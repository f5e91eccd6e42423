package io.millrace.broker.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.metadata.acl.AclTable;
import io.millrace.broker.network.Peer;
import io.millrace.broker.server.wire.RequestHead;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessTest {

    private static final KafkaPrincipal ANN = new KafkaPrincipal("User", "ann");
    private static final KafkaPrincipal ROOT = new KafkaPrincipal("User", "root");

    private final Logger logger = (Logger) LoggerFactory.getLogger("millrace.authorizer");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private AclTable table = AclTable.EMPTY;

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    /** Whoever extends the class of principals must not become somebody else by that. */
    private static final class Extended extends KafkaPrincipal {
        Extended(String name) {
            super("User", name);
        }
    }

    @Test
    void refusesEverybodyButSuperUsersWithoutAcls() {
        // Given
        Access access = Access.byAcls(() -> table, Set.of(ROOT), false);

        // When, Then
        assertThat(access.topic(context(ANN), AclOperation.READ, "t")).isFalse();
        assertThat(access.writesSomeTopic(context(ANN))).isFalse();
        assertThat(access.clusterOperations(context(ANN))).isZero();
        assertThat(access.topic(context(ROOT), AclOperation.READ, "t")).isTrue();
        assertThat(access.topic(context(new Extended("root")), AclOperation.READ, "t"))
                .isTrue();
        assertThat(access.writesSomeTopic(context(ROOT))).isTrue();
        assertThat(access.clusterOperations(context(ROOT)))
                .isEqualTo(Access.open().clusterOperations(context(ANN)))
                .isNotZero();
    }

    @Test
    void opensWhatNoAclIsAboutIfToldSo() {
        // Given
        table = AclTable.of(List.of(acl("t", "User:bob", "*", AclOperation.WRITE)));
        Access access = Access.byAcls(() -> table, Set.of(), true);

        // When, Then
        assertThat(access.topic(context(ANN), AclOperation.WRITE, "t")).isFalse();
        assertThat(access.topic(context(ANN), AclOperation.WRITE, "other")).isTrue();
        assertThat(access.writesSomeTopic(context(ANN))).isTrue();
    }

    @Test
    void knowsTheOperationsOnAResource() {
        // Given
        table = AclTable.of(List.of(
                acl("t", "User:ann", "10.0.0.1", AclOperation.ALTER_CONFIGS),
                acl("t", "User:ann", "10.0.0.1", AclOperation.READ),
                acl("t", "User:ann", "10.0.0.2", AclOperation.WRITE)));
        Access access = Access.byAcls(() -> table, Set.of(), false);

        // When
        int operations = access.operations(context(ANN), ResourceType.TOPIC, "t");

        // Then
        int expected = 0;
        for (AclOperation operation : List.of(
                AclOperation.READ, AclOperation.DESCRIBE, AclOperation.ALTER_CONFIGS, AclOperation.DESCRIBE_CONFIGS)) {
            expected |= 1 << operation.code();
        }
        assertThat(operations).isEqualTo(expected);
    }

    @Test
    void writesALineForEachDenialThatTheClientCannotForge() {
        // Given
        table = AclTable.of(List.of(acl("open", "User:ann", "*", AclOperation.READ)));
        Access access = Access.byAcls(() -> table, Set.of(), false);

        // When
        access.topic(context(ANN), AclOperation.READ, "open");
        access.mayQuietly(context(ANN), AclOperation.READ, ResourceType.TOPIC, "unasked");
        access.topic(context(ANN), AclOperation.READ, "a\nDenied. \"b" + "c".repeat(1_000));

        // Then
        assertThat(logged.list).hasSize(1);
        String line = logged.list.get(0).getFormattedMessage();
        assertThat(line)
                .startsWith(
                        "Denied. principal=\"User:ann\" host=10.0.0.1 operation=READ resourceType=TOPIC resource=\"a?D")
                .contains("apiKey=FETCH", "listener=PLAINTEXT")
                .doesNotContain("\n")
                .hasSizeLessThan(500);
    }

    @Test
    void writesPermissionsOnlyWhenAskedFor() {
        // Given
        logger.setLevel(Level.DEBUG);
        Access access = Access.byAcls(() -> table, Set.of(ROOT), false);

        // When
        access.cluster(context(ROOT), AclOperation.ALTER);

        // Then
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.get(0).getLevel()).isEqualTo(Level.DEBUG);
        assertThat(logged.list.get(0).getFormattedMessage()).startsWith("Allowed. principal=\"User:root\"");
    }

    private static AclBinding acl(String topic, String principal, String host, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW));
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestContext context(KafkaPrincipal principal) {
        var peer = new Peer(1, address(), 1);
        return new RequestContext(
                new RequestHead(ApiKeys.FETCH, (short) 12, 1, "test"),
                peer,
                principal,
                "PLAINTEXT",
                new ClientSoftware(),
                null,
                task -> {});
    }
}
