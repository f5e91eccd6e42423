package io.millrace.gateway.rights;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.acls.Permissions;
import io.millrace.acls.Permissions.Verdict;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.JsonErrors;
import io.millrace.http.listen.Entrance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges callers: by the route, before its handler runs, and by what handlers find in bodies. Any thread. */
public final class Rights {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rights.class);

    /** As REST Proxy says it. */
    private static final int NOT_ALLOWED = 40301;

    private static final int UNKNOWN = 50003;

    private final Optional<Permissions> permissions;

    /** Without {@code permissions} everybody who is let in may do everything. */
    public Rights(Optional<Permissions> permissions) {
        this.permissions = permissions;
    }

    /** Serves a request whose caller has what its route asks for. */
    public HttpResponse judged(HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        // What no route fits is not there, for nobody.
        if (permissions.isEmpty() || context.config().route().isFallback()) {
            return service.serve(context, request);
        }
        try {
            Demand demand =
                    Demands.of(request.method(), context.config().route()).orElse(Demand.CLOSED);
            if (!demand.isOpen()) {
                throw new HttpProblemException(
                        403, NOT_ALLOWED, "This path is closed where callers are judged (authorizer=kafka-acls)");
            }
            for (Demand.Part part : demand.parts()) {
                require(context, part.operation(), part.type(), context.pathParam(part.pathPart()));
            }
        } catch (HttpProblemException e) {
            return JsonErrors.answer(request.headers(), e);
        }
        return service.serve(context, request);
    }

    /** Ends a request whose caller may not do this. */
    public void require(ServiceRequestContext context, AclOperation operation, ResourceType type, String name) {
        Verdict verdict = verdict(context, operation, type, name);
        if (verdict == Verdict.UNKNOWN) {
            throw HttpProblemException.passing(503, UNKNOWN, "The cluster does not tell its ACLs");
        }
        if (verdict == Verdict.DENIED) {
            LOGGER.info(
                    "denied caller={} remote={} operation={} type={}",
                    Entrance.caller(context),
                    context.remoteAddress(),
                    operation,
                    type);
            throw new HttpProblemException(
                    403,
                    NOT_ALLOWED,
                    "User:" + Entrance.caller(context) + " is not allowed to " + operation + " the "
                            + type.name().toLowerCase(java.util.Locale.ROOT) + " " + name);
        }
    }

    /** The same for a new topic: whoever may create topics in the cluster may create each. */
    public void requireCreation(ServiceRequestContext context, String topic) {
        Verdict onCluster = verdict(context, AclOperation.CREATE, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
        if (onCluster != Verdict.ALLOWED) {
            require(context, AclOperation.CREATE, ResourceType.TOPIC, topic);
        }
    }

    /** The topics of these that the caller may see. */
    public List<String> visible(ServiceRequestContext context, Collection<String> topics) {
        return topics.stream()
                .filter(name -> verdict(context, AclOperation.DESCRIBE, ResourceType.TOPIC, name) == Verdict.ALLOWED)
                .toList();
    }

    private Verdict verdict(ServiceRequestContext context, AclOperation operation, ResourceType type, String name) {
        return permissions
                .map(known -> known.judge(
                        Entrance.caller(context),
                        context.remoteAddress().getAddress().getHostAddress(),
                        operation,
                        type,
                        name))
                .orElse(Verdict.ALLOWED);
    }
}
