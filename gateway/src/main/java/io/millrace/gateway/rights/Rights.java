package io.millrace.gateway.rights;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.acls.Permissions;
import io.millrace.acls.Permissions.Verdict;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.http.listen.Entrance;
import java.util.ArrayList;
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
                require(context, part.operation(), part.type(), name(context, part));
            }
        } catch (HttpProblemException e) {
            return Reply.refusal(request.headers(), e);
        }
        return service.serve(context, request);
    }

    /** Whether anybody is judged here. */
    public boolean areJudged() {
        return permissions.isPresent();
    }

    /** Who sent a request. */
    public static Caller caller(ServiceRequestContext context) {
        return new Caller(
                Entrance.caller(context), context.remoteAddress().getAddress().getHostAddress());
    }

    private static String name(ServiceRequestContext context, Demand.Part part) {
        return part.pathPart() == null ? Resource.CLUSTER_NAME : context.pathParam(part.pathPart());
    }

    /** Ends a request whose caller may not do this. */
    public void require(ServiceRequestContext context, AclOperation operation, ResourceType type, String name) {
        require(caller(context), operation, type, name);
    }

    /** The same for a caller whose request may be over. */
    public void require(Caller caller, AclOperation operation, ResourceType type, String name) {
        require(caller, operation, type, name, "the " + type.name().toLowerCase(java.util.Locale.ROOT) + " " + name);
    }

    /** The same, told in these words where the caller does not know the name. */
    public void require(Caller caller, AclOperation operation, ResourceType type, String name, String shown) {
        Verdict verdict = verdict(caller, operation, type, name);
        if (verdict == Verdict.UNKNOWN) {
            throw unknown();
        }
        if (verdict == Verdict.DENIED) {
            LOGGER.info(
                    "denied caller={} remote={} operation={} type={}", caller.name(), caller.host(), operation, type);
            throw new HttpProblemException(
                    403, NOT_ALLOWED, "User:" + caller.name() + " is not allowed to " + operation + " " + shown);
        }
    }

    private static HttpProblemException unknown() {
        return HttpProblemException.passing(503, UNKNOWN, "The cluster does not tell its ACLs");
    }

    /** Ends a request for something that belongs to somebody else; what nobody is judged for belongs to nobody. */
    public void requireOwner(ServiceRequestContext context, Caller owner, String what) {
        String name = Entrance.caller(context);
        if (areJudged() && !name.equals(owner.name())) {
            throw new HttpProblemException(
                    403, NOT_ALLOWED, "The " + what + " belongs to another user than User:" + name);
        }
    }

    /** Like {@link #require}, for a new topic: whoever may create topics in the cluster may create each. */
    public void requireCreation(ServiceRequestContext context, String topic) {
        Verdict onCluster = verdict(caller(context), AclOperation.CREATE, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
        if (onCluster != Verdict.ALLOWED) {
            require(context, AclOperation.CREATE, ResourceType.TOPIC, topic);
        }
    }

    /** The topics of these that the caller may see. */
    public List<String> visible(ServiceRequestContext context, Collection<String> topics) {
        return visible(context, AclOperation.DESCRIBE, topics);
    }

    /** The topics of these to which the caller may do this. */
    public List<String> visible(ServiceRequestContext context, AclOperation operation, Collection<String> topics) {
        Caller caller = caller(context);
        return topics.stream()
                .filter(name -> verdict(caller, operation, ResourceType.TOPIC, name) == Verdict.ALLOWED)
                .toList();
    }

    /** The topics of these that the caller may read; 503 where that is not known. */
    public List<String> readable(Caller caller, Collection<String> topics) {
        List<String> readable = new ArrayList<>();
        for (String each : topics) {
            Verdict verdict = verdict(caller, AclOperation.READ, ResourceType.TOPIC, each);
            if (verdict == Verdict.UNKNOWN) {
                throw unknown();
            }
            if (verdict == Verdict.ALLOWED) {
                readable.add(each);
            }
        }
        return readable;
    }

    /** The consumer groups of these that the caller may see. */
    public List<String> visibleGroups(ServiceRequestContext context, Collection<String> groups) {
        return groups.stream()
                .filter(name ->
                        verdict(caller(context), AclOperation.DESCRIBE, ResourceType.GROUP, name) == Verdict.ALLOWED)
                .toList();
    }

    private Verdict verdict(Caller caller, AclOperation operation, ResourceType type, String name) {
        return permissions
                .map(known -> known.judge(caller.name(), caller.host(), operation, type, name))
                .orElse(Verdict.ALLOWED);
    }
}
