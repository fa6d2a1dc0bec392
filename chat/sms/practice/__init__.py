"""Two phones on a page of their own, and a stand-in for the carrier behind them: development and tests only.

`api` is the part of Twilio's Messages API that we call, each request checked against `schema`. `carrier` keeps
the texts and decides what becomes of them; `delivery` brings reports and texts to us as signed forms over HTTP, in
jobs that outlive the request. Nothing else in the service knows that this package exists: it speaks to us from
outside, through the same doors as the real one.
"""
