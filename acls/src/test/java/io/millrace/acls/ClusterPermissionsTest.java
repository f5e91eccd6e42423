package io.millrace.acls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.acls.Permissions.Verdict;
import io.millrace.http.ConfigException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class ClusterPermissionsTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final ScriptedSource source = new ScriptedSource();
    private final ClusterPermissions permissions = new ClusterPermissions(
            AuthorizerConfig.of(Map.of("authorizer", "kafka-acls", "super.users", "User:root;User:CN=a,O=b")),
            source,
            nanos::get);

    /** Answers with what it holds, or fails. */
    private static final class ScriptedSource implements ClusterPermissions.Source {
        private Collection<AclBinding> acls = List.of();
        private boolean fails;
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public Collection<AclBinding> read() throws ExecutionException {
            if (fails) {
                throw new ExecutionException(new TimeoutException("no cluster"));
            }
            return acls;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static AclBinding ann(AclOperation operation, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:ann", "*", operation, AclPermissionType.ALLOW));
    }

    private Verdict annReads(String topic) {
        return permissions.judge("ann", "10.0.0.1", AclOperation.READ, ResourceType.TOPIC, topic);
    }

    private Verdict reads(String name) {
        return permissions.judge(name, "10.0.0.1", AclOperation.READ, ResourceType.TOPIC, "orders");
    }

    @Test
    void whatIsNotKnownIsNotAllowedButToSuperUsers() {
        assertThat(annReads("orders")).isEqualTo(Verdict.UNKNOWN);
        assertThat(reads("root")).isEqualTo(Verdict.ALLOWED);
        assertThat(reads("CN=a,O=b")).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void followsWhatTheClusterSays() {
        source.acls = List.of(ann(AclOperation.READ, "orders"));
        permissions.look();
        assertThat(annReads("orders")).isEqualTo(Verdict.ALLOWED);
        assertThat(annReads("prices")).isEqualTo(Verdict.DENIED);
        assertThat(reads("bob")).isEqualTo(Verdict.DENIED);

        source.acls = List.of(ann(AclOperation.READ, "prices"));
        permissions.look();
        assertThat(annReads("orders")).isEqualTo(Verdict.DENIED);
        assertThat(annReads("prices")).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void doesNotTrustForLongWhatCannotBeReadAgain() {
        source.acls = List.of(ann(AclOperation.READ, "orders"));
        permissions.look();
        source.fails = true;

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        permissions.look();
        assertThat(annReads("orders")).isEqualTo(Verdict.ALLOWED);
        nanos.addAndGet(1);
        assertThat(annReads("orders")).isEqualTo(Verdict.UNKNOWN);
        assertThat(annReads("prices")).isEqualTo(Verdict.UNKNOWN);
        assertThat(reads("root")).isEqualTo(Verdict.ALLOWED);

        source.fails = false;
        permissions.look();
        assertThat(annReads("orders")).isEqualTo(Verdict.ALLOWED);
        permissions.close();
        assertThat(source.closed).isTrue();
    }

    @Test
    void keysThatMeanNothingAreNamed() {
        assertThat(AuthorizerConfig.of(Map.of()).isOn()).isFalse();
        assertThatThrownBy(() -> AuthorizerConfig.of(Map.of("authorizer", "yes")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka-acls");
        assertThatThrownBy(() -> AuthorizerConfig.of(Map.of("super.users", "User:a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("authorizer");
        assertThatThrownBy(() -> AuthorizerConfig.of(Map.of("authorizer", "kafka-acls", "super.users", "ann")))
                .hasMessageContaining("User:name");
        assertThatThrownBy(() -> AuthorizerConfig.of(
                        Map.of("authorizer.refresh.interval.ms", "5000", "authorizer.stale.max.ms", "5000")))
                .hasMessageContaining("authorizer.refresh.interval.ms");
    }
}
