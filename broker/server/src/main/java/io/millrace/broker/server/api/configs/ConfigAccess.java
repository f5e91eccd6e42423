package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.RequestContext;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.Errors;

/** Which right the configs of a resource need: one on the topic or the group itself, on the cluster for all others. */
final class ConfigAccess {

    /** The type of the loggers of one broker, which the metadata know nothing of (KIP-412). */
    static final byte BROKER_LOGGER = 8;

    private ConfigAccess() {}

    static Errors refusal(
            Access access, RequestContext context, AclOperation operation, byte resourceType, String name) {
        if (resourceType == ConfigTarget.Kind.TOPIC.code()) {
            return access.topic(context, operation, name) ? Errors.NONE : Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        if (resourceType == ConfigTarget.Kind.GROUP.code()) {
            return access.group(context, operation, name) ? Errors.NONE : Errors.GROUP_AUTHORIZATION_FAILED;
        }
        return access.cluster(context, operation) ? Errors.NONE : Errors.CLUSTER_AUTHORIZATION_FAILED;
    }
}
