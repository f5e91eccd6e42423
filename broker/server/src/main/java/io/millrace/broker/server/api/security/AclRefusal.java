package io.millrace.broker.server.api.security;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.Errors;

/** Why a client may not ask about ACLs, or change them, at all. */
final class AclRefusal {

    private AclRefusal() {}

    static Optional<Outcome> of(Access access, RequestContext context, AclOperation needed) {
        if (!access.enforced()) {
            return Optional.of(Outcome.refused(Errors.SECURITY_DISABLED, "No Authorizer is configured."));
        }
        return access.cluster(context, needed)
                ? Optional.empty()
                : Optional.of(Outcome.refused(
                        Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.CLUSTER_AUTHORIZATION_FAILED.message()));
    }
}
