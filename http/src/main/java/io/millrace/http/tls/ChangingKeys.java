package io.millrace.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Keys that can be replaced while the port is open: a handshake uses those that are there when it begins. A handshake asks
 * several times and names what it has chosen; so names carry the number of the set that they are from, and the set before
 * the present one stays until there is another.
 */
final class ChangingKeys extends X509ExtendedKeyManager {
    private static final char SEPARATOR = ':';

    private volatile Sets sets;

    private record Numbered(long number, X509ExtendedKeyManager keys) {
        private String name(String alias) {
            return alias == null ? null : Long.toString(number) + SEPARATOR + alias;
        }

        private String[] names(String[] aliases) {
            if (aliases == null) {
                return null;
            }
            String[] names = new String[aliases.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = name(aliases[i]);
            }
            return names;
        }
    }

    private record Sets(Numbered present, Numbered former) {}

    ChangingKeys(X509ExtendedKeyManager first) {
        Numbered only = new Numbered(0, first);
        this.sets = new Sets(only, only);
    }

    /** Handshakes that begin from now on use these. One thread at a time. */
    void use(X509ExtendedKeyManager next) {
        Numbered present = sets.present();
        sets = new Sets(new Numbered(present.number() + 1, next), present);
    }

    /** Null when the name is from a set that is gone, and its handshake fails. */
    private <T> T find(String name, BiFunction<X509ExtendedKeyManager, String, T> question) {
        int at = name == null ? -1 : name.indexOf(SEPARATOR);
        if (at < 0) {
            return null;
        }
        Sets now = sets;
        String number = name.substring(0, at);
        for (Numbered each : new Numbered[] {now.present(), now.former()}) {
            if (Long.toString(each.number()).equals(number)) {
                return question.apply(each.keys(), name.substring(at + 1));
            }
        }
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return find(alias, X509ExtendedKeyManager::getCertificateChain);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return find(alias, X509ExtendedKeyManager::getPrivateKey);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Numbered present = sets.present();
        return present.name(present.keys().chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        Numbered present = sets.present();
        return present.name(present.keys().chooseEngineClientAlias(keyTypes, issuers, engine));
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        Numbered present = sets.present();
        return present.name(present.keys().chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        Numbered present = sets.present();
        return present.name(present.keys().chooseClientAlias(keyTypes, issuers, socket));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        Numbered present = sets.present();
        return present.names(present.keys().getServerAliases(keyType, issuers));
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        Numbered present = sets.present();
        return present.names(present.keys().getClientAliases(keyType, issuers));
    }
}
