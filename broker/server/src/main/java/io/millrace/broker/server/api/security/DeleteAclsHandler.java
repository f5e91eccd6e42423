package io.millrace.broker.server.api.security;

import io.millrace.broker.metadata.command.AclsDeleted;
import io.millrace.broker.metadata.command.DeleteAcls;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData.DeleteAclsFilter;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsFilterResult;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsMatchingAcl;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** DeleteAcls 1-3: removes what the filters match and tells what that was. */
final class DeleteAclsHandler implements ApiHandler<DeleteAclsRequestData> {

    private final BrokerServices services;

    DeleteAclsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DeleteAclsRequestData request) {
        Optional<Outcome> refusal = AclRefusal.of(services.access(), context, AclOperation.ALTER);
        if (refusal.isPresent()) {
            return Answer.now(refused(request, refusal.get()));
        }
        List<AclBindingFilter> filters =
                request.filters().stream().map(DeleteAclsHandler::filter).toList();
        List<AclBindingFilter> known =
                filters.stream().filter(filter -> !filter.isUnknown()).toList();
        return services.cluster().submit(new DeleteAcls(known)).handle((deleted, failure) -> {
            if (!(deleted instanceof AclsDeleted done)) {
                return new Answer.Message(refused(request, CommandFailure.of(deleted, failure)));
            }
            var response = new DeleteAclsResponseData();
            int next = 0;
            for (AclBindingFilter filter : filters) {
                response.filterResults()
                        .add(
                                filter.isUnknown()
                                        ? unknown(filter)
                                        : result(done.byFilter().get(next++)));
            }
            return new Answer.Message(response);
        });
    }

    private static DeleteAclsResponseData refused(DeleteAclsRequestData request, Outcome refusal) {
        var response = new DeleteAclsResponseData();
        request.filters().forEach(filter -> response.filterResults().add(result(refusal)));
        return response;
    }

    private static DeleteAclsFilterResult unknown(AclBindingFilter filter) {
        return result(Outcome.refused(Errors.INVALID_REQUEST, "The filter holds an unknown code: " + filter));
    }

    private static DeleteAclsFilterResult result(Outcome refusal) {
        return new DeleteAclsFilterResult()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message().orElse(null));
    }

    private static DeleteAclsFilterResult result(List<AclBinding> deleted) {
        return new DeleteAclsFilterResult()
                .setErrorMessage(null)
                .setMatchingAcls(
                        deleted.stream().map(DeleteAclsHandler::matching).toList());
    }

    private static AclBindingFilter filter(DeleteAclsFilter filter) {
        return new AclBindingFilter(
                new ResourcePatternFilter(
                        ResourceType.fromCode(filter.resourceTypeFilter()),
                        filter.resourceNameFilter(),
                        PatternType.fromCode(filter.patternTypeFilter())),
                new AccessControlEntryFilter(
                        filter.principalFilter(),
                        filter.hostFilter(),
                        AclOperation.fromCode(filter.operation()),
                        AclPermissionType.fromCode(filter.permissionType())));
    }

    private static DeleteAclsMatchingAcl matching(AclBinding binding) {
        ResourcePattern pattern = binding.pattern();
        AccessControlEntry entry = binding.entry();
        return new DeleteAclsMatchingAcl()
                .setErrorMessage(null)
                .setResourceType(pattern.resourceType().code())
                .setResourceName(pattern.name())
                .setPatternType(pattern.patternType().code())
                .setPrincipal(entry.principal())
                .setHost(entry.host())
                .setOperation(entry.operation().code())
                .setPermissionType(entry.permissionType().code());
    }
}
