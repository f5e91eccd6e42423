package io.millrace.broker.server.sasl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerExtensionsValidatorCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the tokens of mechanism OAUTHBEARER. A token never gets into a log line. */
final class BearerTokens implements AuthenticateCallbackHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(BearerTokens.class);
    private static final String INVALID_TOKEN = "invalid_token";

    private final TokenCheck check;

    BearerTokens(TokenCheck check) {
        this.check = check;
    }

    /** Everything was given to the constructor. */
    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {}

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerValidatorCallback validation) {
                validate(validation);
            } else if (callback instanceof OAuthBearerExtensionsValidatorCallback extensions) {
                extensions.inputExtensions().map().keySet().forEach(extensions::valid);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private void validate(OAuthBearerValidatorCallback validation) {
        try {
            validation.token(check.validate(validation.tokenValue()));
        } catch (InvalidJwtException refused) {
            LOGGER.info("A token is refused. errors={}", TokenCheck.errorCodes(refused));
            validation.error(INVALID_TOKEN, null, null);
        }
    }

    /** The keys belong to the listener's mechanisms. */
    @Override
    public void close() {}
}
