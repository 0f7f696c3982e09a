"""Answers questions about mail by Debian's libraries: one JSON object a line in, one out."""
import base64
import functools
import json
import sys


def authres(q):
    from authres import AuthenticationResultsHeader

    header = AuthenticationResultsHeader.parse("Authentication-Results: " + q["header"])
    return {
        "authservId": header.authserv_id,
        "results": [
            {
                "method": r.method,
                "result": r.result,
                "properties": {p.type + "." + p.name: p.value for p in r.properties},
            }
            for r in header.results
        ],
    }


def spf(q):
    import spf

    def lookup(name, qtype, strict=True, timeout=None):
        for host, kind, value in q["zone"]:
            if host == name.lower().rstrip(".") and kind == qtype:
                if value is None:
                    raise spf.TempError("no answer")
                if kind == "MX":
                    value = (10, value)
                elif kind == "TXT":
                    value = [value.encode("latin-1")]
                yield (name, kind), value

    spf.DNSLookup = lookup
    query = spf.query(i=q["ip"], s=q["from"], h=q["helo"], receiver=q["receiver"], querytime=0)
    result = query.check()[0]
    return {"result": result, "header": query.get_header(result, q["receiver"])}


def texts(records):
    def answer(name, timeout=5):
        name = name.decode("latin-1") if isinstance(name, bytes) else name
        return records.get(name.rstrip(".").lower(), "").encode("latin-1") or None

    return answer


def dkim_sign(q):
    import dkim

    header = dkim.sign(
        base64.b64decode(q["message"]),
        q["selector"].encode(),
        q["domain"].encode(),
        q["key"].encode(),
        canonicalize=(q["headers"].encode(), q["body"].encode()),
        include_headers=[h.encode() for h in q["include"]] if q.get("include") else None,
        signature_algorithm=q.get("algorithm", "rsa-sha256").encode(),
        length=q.get("length", False),
    )
    return {"header": base64.b64encode(header).decode()}


def dkim_verify(q):
    import dkim

    mail = dkim.DKIM(base64.b64decode(q["message"]))
    passed = []
    for index in range(q["signatures"]):
        try:
            passed.append(bool(mail.verify(idx=index, dnsfunc=texts(q["records"]))))
        except dkim.DKIMException:
            passed.append(False)
    return {"passed": passed}


def remembered(function):
    # The library reads its list of public suffixes for each question anew.
    return functools.lru_cache(maxsize=None)(function)


def dmarc(q):
    import authheaders
    from authheaders import dmarc_lookup, dmarc_per_from
    from authres import DKIMAuthenticationResult, SPFAuthenticationResult

    if not hasattr(authheaders.get_org_domain, "cache_info"):
        authheaders.get_org_domain = dmarc_lookup.get_org_domain = remembered(authheaders.get_org_domain)

    def answer(name):
        return q["records"].get(name.lower())

    spf = SPFAuthenticationResult(result=q["spf"], smtp_mailfrom="x@" + q["spfDomain"])
    dkim = DKIMAuthenticationResult(result=q["dkim"], header_d=q["dkimDomain"])
    return {"result": dmarc_per_from(q["from"], spf_result=spf, dkim_result=dkim, dnsfunc=answer)[0]}


ASKED = {f.__name__: f for f in (authres, spf, dkim_sign, dkim_verify, dmarc)}

for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(ASKED[question["ask"]](question)), flush=True)
