package io.millrace.broker.server.api.security;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData.AclDescription;
import org.apache.kafka.common.message.DescribeAclsResponseData.DescribeAclsResource;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeAcls 1-3: the ACLs that a filter matches, those of one pattern together. */
final class DescribeAclsHandler implements ApiHandler<DescribeAclsRequestData> {

    private final BrokerServices services;

    DescribeAclsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeAclsRequestData request) {
        Optional<Outcome> refusal = AclRefusal.of(services.access(), context, AclOperation.DESCRIBE);
        if (refusal.isPresent()) {
            return Answer.now(refused(refusal.get()));
        }
        AclBindingFilter filter = filter(request);
        if (filter.isUnknown()) {
            return Answer.now(
                    refused(Outcome.refused(Errors.INVALID_REQUEST, "The filter holds an unknown code: " + filter)));
        }
        return Answer.now(describe(filter));
    }

    private DescribeAclsResponseData describe(AclBindingFilter filter) {
        var response = new DescribeAclsResponseData();
        ResourcePattern lastPattern = null;
        DescribeAclsResource resource = null;
        for (AclBinding binding : services.cluster().image().acls().bindings()) {
            if (!filter.matches(binding)) {
                continue;
            }
            if (!binding.pattern().equals(lastPattern)) {
                lastPattern = binding.pattern();
                resource = resource(lastPattern);
                response.resources().add(resource);
            }
            resource.acls().add(description(binding.entry()));
        }
        return response;
    }

    private static DescribeAclsResponseData refused(Outcome refusal) {
        return new DescribeAclsResponseData()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message().orElse(null));
    }

    private static AclBindingFilter filter(DescribeAclsRequestData request) {
        return new AclBindingFilter(
                new ResourcePatternFilter(
                        ResourceType.fromCode(request.resourceTypeFilter()),
                        request.resourceNameFilter(),
                        PatternType.fromCode(request.patternTypeFilter())),
                new AccessControlEntryFilter(
                        request.principalFilter(),
                        request.hostFilter(),
                        AclOperation.fromCode(request.operation()),
                        AclPermissionType.fromCode(request.permissionType())));
    }

    private static DescribeAclsResource resource(ResourcePattern pattern) {
        return new DescribeAclsResource()
                .setResourceType(pattern.resourceType().code())
                .setResourceName(pattern.name())
                .setPatternType(pattern.patternType().code());
    }

    private static AclDescription description(AccessControlEntry entry) {
        return new AclDescription()
                .setPrincipal(entry.principal())
                .setHost(entry.host())
                .setOperation(entry.operation().code())
                .setPermissionType(entry.permissionType().code());
    }
}
