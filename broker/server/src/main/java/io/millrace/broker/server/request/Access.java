package io.millrace.broker.server.request;

import io.millrace.broker.metadata.acl.AclTable;
import io.millrace.broker.metadata.acl.Rights;
import io.millrace.broker.metadata.acl.Rights.Verdict;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Whether the client behind a request may do a thing. Without an authorizer everybody may do everything; with one, only
 * super users may do what no ACL allows. The newest ACLs that this broker knows are asked each time, so what is revoked
 * ends with the next request.
 */
public final class Access {

    private static final String ANY_HOST = "*";

    private final Supplier<AclTable> acls;
    private final Set<KafkaPrincipal> superUsers;
    private final boolean openWithoutAcls;

    private Access(Supplier<AclTable> acls, Set<KafkaPrincipal> superUsers, boolean openWithoutAcls) {
        this.acls = acls;
        this.superUsers = superUsers;
        this.openWithoutAcls = openWithoutAcls;
    }

    /** Without an authorizer. */
    public static Access open() {
        return new Access(null, Set.of(), true);
    }

    /**
     * With an authorizer.
     *
     * @param acls the newest ACLs
     * @param superUsers may do everything
     * @param openWithoutAcls whether everybody may do everything with what no ACL is about
     */
    public static Access byAcls(Supplier<AclTable> acls, Set<KafkaPrincipal> superUsers, boolean openWithoutAcls) {
        return new Access(acls, Set.copyOf(superUsers), openWithoutAcls);
    }

    /** Whether there is an authorizer. */
    public boolean enforced() {
        return acls != null;
    }

    public boolean topic(RequestContext context, AclOperation operation, String topic) {
        return may(context, operation, ResourceType.TOPIC, topic);
    }

    public boolean group(RequestContext context, AclOperation operation, String groupId) {
        return may(context, operation, ResourceType.GROUP, groupId);
    }

    public boolean transactionalId(RequestContext context, AclOperation operation, String transactionalId) {
        return may(context, operation, ResourceType.TRANSACTIONAL_ID, transactionalId);
    }

    public boolean cluster(RequestContext context, AclOperation operation) {
        return may(context, operation, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }

    /** The question that a request stands and falls with; a refusal is logged. */
    public boolean may(RequestContext context, AclOperation operation, ResourceType type, String name) {
        return acls == null || decide(context, operation, type, name, true);
    }

    /** The question whether a thing is shown in a list, or whether one of two ways is open; a refusal is no event. */
    public boolean mayQuietly(RequestContext context, AclOperation operation, ResourceType type, String name) {
        return acls == null || decide(context, operation, type, name, false);
    }

    /** The same on the cluster. */
    public boolean clusterQuietly(RequestContext context, AclOperation operation) {
        return mayQuietly(context, operation, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }

    /** Whether there is any topic, known or not, that the client may write to. */
    public boolean writesSomeTopic(RequestContext context) {
        if (acls == null) {
            return true;
        }
        KafkaPrincipal principal = plain(context.principal());
        AclTable table = acls.get();
        boolean allowed = superUsers.contains(principal)
                || table.allowsOnSome(
                        principal, host(context, table), ResourceType.TOPIC, AclOperation.WRITE, openWithoutAcls);
        AccessLog.record(context, allowed, AclOperation.WRITE, ResourceType.TOPIC, "any", true);
        return allowed;
    }

    /** All that the client may do with the cluster, if it may know of it. */
    public int clusterOperations(RequestContext context) {
        return clusterQuietly(context, AclOperation.DESCRIBE)
                ? operations(context, ResourceType.CLUSTER, Resource.CLUSTER_NAME)
                : 0;
    }

    /** All that the client may do with the resource, a bit for each operation. */
    public int operations(RequestContext context, ResourceType type, String name) {
        int supported = AuthorizedOperations.of(type);
        if (acls == null || superUsers.contains(plain(context.principal()))) {
            return supported;
        }
        Rights rights = rights(context, type, name);
        int operations = 0;
        for (AclOperation operation : AclOperation.values()) {
            int bit = 1 << operation.code();
            if ((supported & bit) != 0 && allows(rights.verdict(operation))) {
                operations |= bit;
            }
        }
        return operations;
    }

    private boolean decide(
            RequestContext context, AclOperation operation, ResourceType type, String name, boolean logDenial) {
        boolean allowed = superUsers.contains(plain(context.principal()))
                || allows(rights(context, type, name == null ? "" : name).verdict(operation));
        AccessLog.record(context, allowed, operation, type, name, logDenial);
        return allowed;
    }

    private boolean allows(Verdict verdict) {
        return verdict == Verdict.ALLOWED || (verdict == Verdict.NO_ACLS && openWithoutAcls);
    }

    private Rights rights(RequestContext context, ResourceType type, String name) {
        AclTable table = acls.get();
        return table.rights(plain(context.principal()), host(context, table), type, name);
    }

    private static String host(RequestContext context, AclTable table) {
        return table.namesHosts() ? context.peer().address().getHostAddress() : ANY_HOST;
    }

    /** Principals of other classes are equal to none that an ACL names. */
    private static KafkaPrincipal plain(KafkaPrincipal principal) {
        return principal.getClass() == KafkaPrincipal.class
                ? principal
                : new KafkaPrincipal(principal.getPrincipalType(), principal.getName());
    }
}
