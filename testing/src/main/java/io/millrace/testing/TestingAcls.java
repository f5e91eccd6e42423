package io.millrace.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The ACLs of a cluster, as the real admin client sets them. When a call returns, the cluster has them. Any thread. */
public final class TestingAcls implements AutoCloseable {
    private static final String ANY_HOST = "*";

    private final Admin admin;

    /** For the cluster at these addresses, where whoever comes without a name may change ACLs. */
    public TestingAcls(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * The settings of one broker of ours that judges by ACLs, at a free port of loopback. Whoever comes without a name may do
     * everything: the servers under test, which ask the cluster what their callers may, and this class.
     */
    public static Map<String, String> broker(Path logDir) {
        return Map.of(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", logDir.toString(),
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.replication.factor", "1",
                "group.initial.rebalance.delay.ms", "0",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS");
    }

    /** The client that sets them, open until this is closed. */
    public Admin admin() {
        return admin;
    }

    /** Allows a user, by his name alone, to do this to the resource of exactly this name, from everywhere. */
    public void allow(String user, AclOperation operation, ResourceType type, String name) {
        set(user, ANY_HOST, operation, type, name, PatternType.LITERAL, AclPermissionType.ALLOW);
    }

    /** The same of a topic, to a caller from one address, {@code *} for all. */
    public void allowFrom(String user, String host, AclOperation operation, String topic) {
        set(user, host, operation, ResourceType.TOPIC, topic, PatternType.LITERAL, AclPermissionType.ALLOW);
    }

    /** Adds one ACL from everywhere. */
    public void set(
            String user,
            AclOperation operation,
            ResourceType type,
            String name,
            PatternType pattern,
            AclPermissionType permission) {
        set(user, ANY_HOST, operation, type, name, pattern, permission);
    }

    private void set(
            String user,
            String host,
            AclOperation operation,
            ResourceType type,
            String name,
            PatternType pattern,
            AclPermissionType permission) {
        AclBinding acl = new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, host, operation, permission));
        try {
            admin.createAcls(List.of(acl)).all().get();
        } catch (ExecutionException e) {
            throw new AssertionError("the cluster does not take " + acl, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Deletes all. */
    public void forget() {
        try {
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        } catch (ExecutionException e) {
            throw new AssertionError("the cluster keeps its ACLs", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
