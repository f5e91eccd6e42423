/**
 * Schemas of whichever type a registry holds, for those who find out only when they see one.
 *
 * <p>Floor: above the packages of the types. Thread: any.
 */
package io.millrace.registry.serde.any;
