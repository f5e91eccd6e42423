package io.millrace.registry.server.http;

import io.millrace.acls.Permissions;
import io.millrace.acls.Permissions.Verdict;
import io.millrace.acls.SubjectTopic;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SubjectName;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the caller of one request.
 *
 * @param caller his name, without {@code User:}
 * @param host the text of the address that he comes from
 * @param demand what the route asks for
 */
record Judge(Permissions permissions, String caller, String host, Demand demand) {
    /** Where everybody may do everything. */
    static final Judge NONE = new Judge(Permissions.ALL, "ANONYMOUS", "", Demand.NOTHING);

    private static final Logger LOGGER = LoggerFactory.getLogger(Judge.class);

    /** As Confluent's servers say it. */
    private static final int NOT_ALLOWED = 40301;

    static HttpProblemException closed() {
        return new HttpProblemException(
                403, NOT_ALLOWED, "This path is closed where callers are judged (authorizer=kafka-acls)");
    }

    /** Whether a schema of the subject, by its stored name, may be shown. */
    boolean mayRead(String subject) {
        return may(AclOperation.READ, SubjectTopic.of(subject));
    }

    /** Whether what is about the cluster as a whole may be shown. */
    boolean mayDescribeCluster() {
        return permissions.allow(caller, host, AclOperation.DESCRIBE, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }

    /** Whether this may be done to a topic, or to a subject by the topic whose ACLs it has. */
    boolean may(AclOperation operation, String topic) {
        return permissions.allow(caller, host, operation, ResourceType.TOPIC, topic);
    }

    /** Ends a request whose caller may not read the subject that was found. */
    void requireRead(String subject) {
        require(AclOperation.READ, ResourceType.TOPIC, SubjectTopic.of(subject));
    }

    /** Ends a request whose caller may not do to this subject what the route is for, where it is for subjects. */
    void requireSubject(String subject) {
        if (demand.about() == Demand.About.SUBJECT) {
            require(demand.operation(), ResourceType.TOPIC, SubjectTopic.of(subject));
        }
    }

    /** Ends a request that would show, by a schema of its own, what others hold. */
    void requireReferences(String subject, List<SchemaReference> references) {
        for (SchemaReference each : references) {
            requireRead(SubjectName.parseIn(SubjectName.contextOf(subject), each.subject())
                    .qualified());
        }
    }

    /** The same for a name as it stands, which may be that of a whole context. */
    void requireScope(String scope) {
        boolean whole = SubjectName.parse(scope).isContext() || scope.startsWith(SubjectName.GLOBAL_SCOPE);
        if (whole) {
            requireCluster();
        } else {
            require(demand.operation(), ResourceType.TOPIC, SubjectTopic.of(scope));
        }
    }

    void requireCluster() {
        require(demand.operation(), ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }

    /** Ends a request whose caller may not do this to a topic, which he is told of in these words. */
    void require(AclOperation operation, String topic, String shown) {
        require(operation, ResourceType.TOPIC, topic, shown);
    }

    private void require(AclOperation operation, ResourceType type, String name) {
        require(operation, type, name, "the " + type.name().toLowerCase(Locale.ROOT) + " " + name);
    }

    private void require(AclOperation operation, ResourceType type, String name, String shown) {
        Verdict verdict = permissions.judge(caller, host, operation, type, name);
        if (verdict == Verdict.UNKNOWN) {
            throw new HttpProblemException(503, "The cluster does not tell its ACLs; try again");
        }
        if (verdict == Verdict.DENIED) {
            LOGGER.info("denied caller={} host={} operation={} type={}", caller, host, operation, type);
            throw new HttpProblemException(
                    403, NOT_ALLOWED, "User:" + caller + " is not allowed to " + operation + " " + shown);
        }
    }
}
