/**
 * Keys for encryption: those of a KMS (KEK) and the wrapped keys of subjects (DEK), their records, and the rules by which
 * they are made, changed and deleted.
 *
 * <p>Floor: pure. One thread at a time; the host guards it. Key material is in no text that these classes make for people.
 */
package io.millrace.registry.model.dek;
