package io.millrace.broker.server.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;

/** Users and passwords of mechanism PLAIN, from the {@code user_} options of a JAAS entry. */
final class PlainUsers implements CallbackHandler {

    private static final String USER_OPTION = "user_";
    private static final byte[] NO_PASSWORD = new byte[0];

    private final Map<String, byte[]> passwords = new HashMap<>();

    PlainUsers(Map<String, String> options) {
        options.forEach((name, value) -> {
            if (name.startsWith(USER_OPTION) && name.length() > USER_OPTION.length() && !value.isEmpty()) {
                passwords.put(name.substring(USER_OPTION.length()), bytes(value.toCharArray()));
            }
        });
        if (passwords.isEmpty()) {
            throw new IllegalArgumentException(
                    "no user is named; give each one an option such as user_alice=\"her password\"");
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String user = null;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                user = name.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback authenticate) {
                authenticate.authenticated(matches(user, authenticate.password()));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** Takes the same time for a user who does not exist. */
    private boolean matches(String user, char[] password) {
        byte[] expected = passwords.get(user);
        boolean equal = MessageDigest.isEqual(expected == null ? NO_PASSWORD : expected, bytes(password));
        return equal && expected != null;
    }

    private static byte[] bytes(char[] password) {
        return new String(password).getBytes(StandardCharsets.UTF_8);
    }
}
