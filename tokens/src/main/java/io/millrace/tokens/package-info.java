/**
 * Who a bearer token is of: a JSON web token, signed by a key that its issuer publishes.
 *
 * <p>Floor: lowest. Thread: any; keys are fetched on a thread of their own.
 */
package io.millrace.tokens;
