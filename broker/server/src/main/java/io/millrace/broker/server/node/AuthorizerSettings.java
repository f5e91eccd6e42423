package io.millrace.broker.server.node;

import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.request.Access;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Who may do what.
 *
 * @param enforced whether {@code authorizer.class.name} names an authorizer
 * @param superUsers {@code super.users}: may do everything
 * @param openWithoutAcls {@code allow.everyone.if.no.acl.found}
 */
record AuthorizerSettings(boolean enforced, Set<KafkaPrincipal> superUsers, boolean openWithoutAcls) {

    private static final String CLASS = "authorizer.class.name";
    private static final String SUPER_USERS = "super.users";
    private static final String STANDARD = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

    AuthorizerSettings {
        superUsers = Set.copyOf(superUsers);
    }

    static AuthorizerSettings from(PropertyReader properties) {
        String name = properties.text(CLASS, "");
        if (!name.isEmpty() && !name.equals(STANDARD)) {
            throw new ConfigException(
                    CLASS,
                    name,
                    "this broker brings its own authorizer and loads no other class; it is named " + STANDARD
                            + ", and an empty value means that everybody may do everything");
        }
        return new AuthorizerSettings(
                !name.isEmpty(),
                superUsers(properties.text(SUPER_USERS, "")),
                properties.flag("allow.everyone.if.no.acl.found", false));
    }

    private static Set<KafkaPrincipal> superUsers(String list) {
        Set<KafkaPrincipal> users = new HashSet<>();
        for (String user : list.split(";", -1)) {
            if (!user.isBlank()) {
                try {
                    users.add(SecurityUtils.parseKafkaPrincipal(user.trim()));
                } catch (IllegalArgumentException noPrincipal) {
                    throw new ConfigException(
                            SUPER_USERS, list, "must be principals such as User:admin, separated by semicolons");
                }
            }
        }
        return users;
    }

    Access access(ClusterMetadata cluster) {
        return enforced ? Access.byAcls(() -> cluster.image().acls(), superUsers, openWithoutAcls) : Access.open();
    }
}
