package io.millrace.registry.model.dek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
    private static final Kek KEK =
            new Kek("k", "aws-kms", "arn", new TreeMap<>(Map.of("a", "secret")), Optional.of("d"), true, false, 7);
    private static final DekId ID = new DekId("k", ":.c:s", KeyAlgorithm.AES256_SIV, 3);
    private static final Dek DEK = new Dek(ID, "bTE=", true, 8);

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void writesTheFormatOfPeers() {
        assertThat(text(KeyCodec.key(new KeyRecord.KekWritten(KEK))))
                .isEqualTo("{'tenant':'default','name':'k','type':'KEK'}");
        assertThat(text(KeyCodec.value(new KeyRecord.KekWritten(KEK))))
                .isEqualTo("{'name':'k','kmsType':'aws-kms','kmsKeyId':'arn','kmsProps':{'a':'secret'},'doc':'d',"
                        + "'shared':true,'deleted':false,'type':'KEK'}");
        assertThat(text(KeyCodec.key(new KeyRecord.DekWritten(DEK))))
                .isEqualTo("{'tenant':'default','kekName':'k','subject':':.c:s','algorithm':'AES256_SIV','version':3,"
                        + "'type':'DEK'}");
        assertThat(text(KeyCodec.value(new KeyRecord.DekWritten(DEK))))
                .isEqualTo("{'kekName':'k','subject':':.c:s','algorithm':'AES256_SIV','version':3,"
                        + "'encryptedKeyMaterial':'bTE=','deleted':true,'type':'DEK'}");
        assertThat(KeyCodec.value(new KeyRecord.DekErased(ID))).isNull();
    }

    @Test
    void readsWhatItWrites() throws Exception {
        for (KeyRecord each :
                new KeyRecord[] {new KeyRecord.KekWritten(KEK.at(9)), new KeyRecord.DekWritten(DEK.at(9))}) {
            assertThat(KeyCodec.decode(KeyCodec.key(each), KeyCodec.value(each), 9))
                    .contains(each);
        }
        for (KeyRecord each : new KeyRecord[] {new KeyRecord.KekErased("k"), new KeyRecord.DekErased(ID)}) {
            assertThat(KeyCodec.decode(KeyCodec.key(each), KeyCodec.value(each), 9))
                    .contains(each);
        }
    }

    @Test
    void readsAnyOrderAndPassesOverOtherKinds() throws Exception {
        assertThat(KeyCodec.decode(bytes("{'type':'KEK','name':'k','tenant':'default','new':1}"), null, 1))
                .contains(new KeyRecord.KekErased("k"));
        assertThat(KeyCodec.decode(bytes("{'type':'NOOP'}"), null, 1)).isEmpty();
    }

    @Test
    void tellsNothingOfARecordThatItCannotRead() {
        for (String value : new String[] {"{'encryptedKeyMaterial':5,'x':'c2VjcmV0'}", "c2VjcmV0"}) {
            assertThatThrownBy(() -> KeyCodec.decode(KeyCodec.key(new KeyRecord.DekErased(ID)), bytes(value), 1))
                    .isInstanceOf(KeyCodec.UnreadableKeyException.class)
                    .hasMessageNotContaining("c2VjcmV0");
        }
    }

    @Test
    void keepsSecretsOutOfTexts() {
        assertThat(new KeyRecord.DekWritten(DEK).toString()).doesNotContain("bTE=");
        assertThat(new KeyRecord.KekWritten(KEK).toString()).doesNotContain("secret");
    }
}
