import asyncio, gc, json, tracemalloc
from chat import live
from chat.access import new_young_person
from chat.conversations import start_conversation
from chat.web.consumers import YoungPersonScreen
from config.postgres import close_async_pool
from django.db import transaction
def test_mem(database, valkey, settings):
    cookies=[]
    with transaction.atomic():
        for _ in range(400):
            y,c=new_young_person(); start_conversation(y); cookies.append(f"{settings.YOUNG_PERSON_COOKIE}={c}")
    asyncio.run(go(cookies))
async def go(cookies):
    live.hub=None; hub=live.this_hub()
    async def one(c):
        q=asyncio.Queue(); q.put_nowait({"type":"websocket.connect"}); q.put_nowait({"type":"websocket.receive","text":'{"type":"resume","after":0}'})
        async def send(t): pass
        t=asyncio.create_task(YoungPersonScreen()({"type":"websocket","path":"/ws/chat/","headers":[(b"cookie",c.encode())]},q.get,send)); return t,q
    keep=[await one(c) for c in cookies[:100]]
    await asyncio.sleep(12); gc.collect(); tracemalloc.start(1); a=tracemalloc.take_snapshot()
    keep+=[await one(c) for c in cookies[100:]]
    await asyncio.sleep(25); gc.collect(); b=tracemalloc.take_snapshot()
    n=300
    print("followed",len(hub.followed))
    tot=0
    for s in b.compare_to(a,'lineno')[:32]:
        print(round(s.size_diff/n), "B", round(s.count_diff/n,1), s.traceback[0])
    print("total per", sum(s.size_diff for s in b.compare_to(a,'lineno'))/n)
    for t,q in keep: q.put_nowait({"type":"websocket.disconnect","code":1})
    await asyncio.gather(*(t for t,_ in keep)); await hub.stop(); live.hub=None; await close_async_pool()
