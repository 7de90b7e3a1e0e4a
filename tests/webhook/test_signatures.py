import json
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from hmac import new

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.webhook.bodies import NotAWebhookError, load
from functions.webhook.signatures import (
    NotAChallengeError,
    meta_handshake,
    meta_signed,
    signed_request,
    x_crc_response,
    x_signed,
)

SECRET = "test_app_secret"
OLD, NEW = "old_secret", "new_secret"


def mac(secret: str, message: bytes) -> bytes:
    return new(secret.encode(), message, sha256).digest()


def meta_header(raw: bytes, secret: str = SECRET) -> str:
    return f"sha256={mac(secret, raw).hex()}"


def x_header(raw: bytes, secret: str = SECRET) -> str:
    return f"sha256={b64encode(mac(secret, raw)).decode()}"


def unpadded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def request_of(content: object, secret: str = SECRET) -> str:
    payload = unpadded(json.dumps(content).encode())
    return f"{unpadded(mac(secret, payload.encode()))}.{payload}"


RAW = b'{"text":"\\u00e4"}'
HANDSHAKE = {"hub.mode": "subscribe", "hub.verify_token": "letmein", "hub.challenge": "1158201444"}
SIGNED_PAYLOAD = {"algorithm": "HMAC-SHA256", "user_id": "218471", "issued_at": 1793700000}
VERDICTS = [(meta_signed, meta_header), (x_signed, x_header)]


class TestMeta:
    def test_a_known_signature_verifies(self):
        known = "sha256=b57f4327e59118e07d95bdd54d114131251f3537026f50a5d4df2ce74c1baf7e"
        assert meta_signed(RAW, known, ["test_app_secret"])

    def test_only_the_raw_bytes_verify_and_never_a_body_that_was_dumped_again(self):
        redumped = json.dumps(json.loads(RAW), ensure_ascii=False, separators=(",", ":")).encode()
        assert redumped != RAW
        assert meta_signed(RAW, meta_header(RAW), [SECRET])
        assert not meta_signed(redumped, meta_header(RAW), [SECRET])

    def test_an_escaped_slash_is_part_of_the_signed_bytes(self):
        raw = b'{"link":"https:\\/\\/example.com"}'
        assert meta_signed(raw, meta_header(raw), [SECRET])
        assert not meta_signed(raw.replace(b"\\/", b"/"), meta_header(raw), [SECRET])

    def test_upper_case_hexadecimal_digits_are_refused(self):
        assert not meta_signed(RAW, "sha256=" + mac(SECRET, RAW).hex().upper(), [SECRET])

    def test_the_legacy_sha1_header_is_never_sufficient(self):
        sha1 = "sha1=" + new(SECRET.encode(), RAW, "sha1").hexdigest()
        assert not meta_signed(RAW, sha1, [SECRET])


@pytest.mark.parametrize(("signed", "header"), VERDICTS)
class TestBothPlatforms:
    def test_any_live_secret_verifies_during_a_rotation(self, signed, header):
        assert signed(RAW, header(RAW, OLD), [NEW, OLD])
        assert signed(RAW, header(RAW, NEW), [NEW, OLD])
        assert not signed(RAW, header(RAW, "another"), [NEW, OLD])

    def test_without_secrets_nothing_verifies(self, signed, header):
        assert not signed(RAW, header(RAW), [])

    def test_an_empty_secret_verifies_nothing_because_anyone_can_sign_with_it(self, signed, header):
        assert not signed(RAW, header(RAW, ""), [""])

    def test_a_missing_header_is_no_signature(self, signed, header):
        assert not signed(RAW, None, [SECRET])
        assert not signed(RAW, "", [SECRET])

    def test_a_header_doubled_by_the_gateway_is_refused(self, signed, header):
        assert not signed(RAW, f"{header(RAW)},{header(RAW)}", [SECRET])
        assert not signed(RAW, f"{header(RAW)}, {header(RAW)}", [SECRET])

    def test_a_truncated_or_padded_header_is_refused(self, signed, header):
        assert not signed(RAW, header(RAW)[:-1], [SECRET])
        assert not signed(RAW, header(RAW) + " ", [SECRET])
        assert not signed(RAW, header(RAW).removeprefix("sha256="), [SECRET])

    def test_a_header_that_is_not_ascii_is_refused_without_an_error(self, signed, header):
        assert not signed(RAW, header(RAW)[:-1] + "ä", [SECRET])
        assert not signed(RAW, header(RAW)[:-1] + "\udc80", [SECRET])

    def test_the_body_changed_by_one_byte_is_refused(self, signed, header):
        assert not signed(RAW + b" ", header(RAW), [SECRET])

    @given(raw=st.binary(max_size=64), noise=st.text(max_size=80))
    def test_no_header_ever_raises(self, signed, header, raw, noise):
        assert signed(raw, header(raw), [SECRET])
        assert not signed(raw, noise, [SECRET])


def test_the_platforms_do_not_accept_each_others_encoding():
    assert not meta_signed(RAW, x_header(RAW), [SECRET])
    assert not x_signed(RAW, meta_header(RAW), [SECRET])


class TestChallenge:
    def test_the_documented_vector(self):
        expected = "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0="
        assert x_crc_response("test token", "apiSecret") == expected

    def test_a_plus_must_be_decoded_before_signing(self):
        assert x_crc_response("a+b", SECRET) != x_crc_response("a b", SECRET)

    def test_a_token_that_could_be_a_body_is_not_signed(self):
        with pytest.raises(NotAChallengeError):
            x_crc_response('{"for_user_id":"1"}', SECRET)

    def test_an_empty_secret_answers_nothing(self):
        with pytest.raises(NotAChallengeError):
            x_crc_response("token", "")

    @given(st.text())
    def test_no_answer_ever_signs_a_body(self, token):
        try:
            x_crc_response(token, SECRET)
        except NotAChallengeError:
            return
        with pytest.raises(NotAWebhookError):
            load(token.encode())


class TestHandshake:
    def test_the_right_token_gets_only_the_challenge(self):
        assert meta_handshake(HANDSHAKE, ["letmein"]) == "1158201444"

    def test_any_live_token_is_accepted(self):
        assert meta_handshake(HANDSHAKE, ["other", "letmein"]) == "1158201444"

    @pytest.mark.parametrize(
        "change",
        [
            {"hub.verify_token": "wrong"},
            {"hub.verify_token": ""},
            {"hub.verify_token": "lätmein"},
            {"hub.mode": "unsubscribe"},
            {"hub.mode": ""},
        ],
    )
    def test_a_wrong_token_or_mode_gets_none(self, change):
        assert meta_handshake({**HANDSHAKE, **change}, ["letmein"]) is None

    @pytest.mark.parametrize("missing", sorted(HANDSHAKE))
    def test_each_of_the_three_parameters_is_needed(self, missing):
        query = {key: value for key, value in HANDSHAKE.items() if key != missing}
        assert meta_handshake(query, ["letmein"]) is None

    def test_an_empty_verify_token_matches_nothing(self):
        assert meta_handshake({**HANDSHAKE, "hub.verify_token": ""}, [""]) is None
        assert meta_handshake({**HANDSHAKE}, []) is None


class TestSignedRequest:
    def test_the_signed_payload_is_returned(self):
        assert signed_request(request_of(SIGNED_PAYLOAD), [SECRET]) == SIGNED_PAYLOAD

    def test_any_live_secret_verifies(self):
        assert signed_request(request_of(SIGNED_PAYLOAD, OLD), [NEW, OLD]) == SIGNED_PAYLOAD
        assert signed_request(request_of(SIGNED_PAYLOAD, "another"), [NEW, OLD]) is None

    def test_the_signature_is_over_the_encoded_payload_and_not_the_decoded_one(self):
        payload = json.dumps(SIGNED_PAYLOAD).encode()
        over_decoded = f"{unpadded(mac(SECRET, payload))}.{unpadded(payload)}"
        assert signed_request(over_decoded, [SECRET]) is None

    def test_another_algorithm_is_refused(self):
        assert signed_request(request_of({**SIGNED_PAYLOAD, "algorithm": "none"}), [SECRET]) is None

    def test_an_empty_secret_verifies_nothing(self):
        assert signed_request(request_of(SIGNED_PAYLOAD, ""), [""]) is None

    @pytest.mark.parametrize("content", ["text", 1, None, ["list"]])
    def test_only_an_object_is_a_request(self, content):
        assert signed_request(request_of(content), [SECRET]) is None

    @pytest.mark.parametrize("value", ["", ".", "a", "a.b", "a.b.c", "ä.ö", "!!!.???", "=.="])
    def test_a_malformed_request_gets_none(self, value):
        assert signed_request(value, [SECRET]) is None

    def test_a_signed_payload_that_is_not_json_gets_none(self):
        payload = unpadded(b"not json")
        value = f"{unpadded(mac(SECRET, payload.encode()))}.{payload}"
        assert signed_request(value, [SECRET]) is None

    @given(st.text())
    def test_nothing_ever_raises(self, value):
        assert signed_request(value, [SECRET]) is None
